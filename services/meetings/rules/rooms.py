"""Whether a room suits a sitting."""

from datetime import time
from enum import StrEnum

from services.meetings.rules.spans import Span
from shared.clock import TOKYO


class Equipment(StrEnum):
    """What a room has."""

    PROJECTOR = "projector"
    ONLINE = "online"
    BARRIER_FREE = "barrier_free"
    INDUCTION_LOOP = "induction_loop"
    CHILDREN = "children"
    KITCHEN = "kitchen"
    PARKING = "parking"


def is_open(opens: time, closes: time, span: Span) -> bool:
    """Whether the room is open all the while, in local time, on one day."""
    begins, ends = span.starts_at.astimezone(TOKYO), span.ends_at.astimezone(TOKYO)
    return begins.date() == ends.date() and opens <= begins.time() and ends.time() <= closes
