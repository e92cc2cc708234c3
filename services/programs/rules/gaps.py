"""When needs that nothing met become one line for those who develop the town's resources."""

from collections.abc import Iterable
from datetime import datetime, timedelta


def is_line_due(
    noted: Iterable[datetime], told_at: datetime | None, now: datetime, *, needed: int, window: timedelta
) -> bool:
    """Whether `needed` of the moments lie within `window` before now, and no line was told within it.

    So the third asks for a line, the fourth and fifth do not, and a need that goes on asks again once the line is old.
    """
    if told_at is not None and told_at > now - window:
        return False
    return sum(now - window < moment <= now for moment in noted) >= needed
