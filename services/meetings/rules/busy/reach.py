"""How far a calendar is read, and the times that are kept of it: what others need to know without reading any."""

from datetime import UTC, date, datetime, time

from services.meetings.rules.recurrence import MONTHS_AHEAD, add_months
from services.meetings.rules.spans import Span
from shared.clock import TOKYO, local_date

LARGEST = 256_000  # octets; a request may be a little larger, for the form around the file


def reach_of(now: datetime) -> Span:
    """What is read of a calendar: from the beginning of today in Japan, thirteen months ahead."""
    today = local_date(now)
    return Span(midnight(today), midnight(add_months(today, MONTHS_AHEAD)))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TOKYO).astimezone(UTC)
