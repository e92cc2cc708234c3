"""Who has a place, who waits, who is offered one. No clock."""

from datetime import datetime, timedelta
from enum import StrEnum

LAST_ANSWER = timedelta(hours=1)  # before it begins: who is offered a place later than that comes or does not


class RegistrationStatus(StrEnum):
    """Where a registration stands."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


HOLDS_PLACES = frozenset({RegistrationStatus.CONFIRMED, RegistrationStatus.OFFERED})
ALIVE = HOLDS_PLACES | {RegistrationStatus.WAITING}


class RegistrationScope(StrEnum):
    """What one registers for."""

    PROGRAM = "program"
    SESSION = "session"


def admits(capacity: int | None, taken: int, waiting: int, people: int) -> bool:
    """Whether a registration has its places at once: nobody is overtaken, and a family comes whole or waits whole."""
    return capacity is None or (waiting == 0 and taken + people <= capacity)


def answer_by(now: datetime, hours: int, starts_at: datetime | None) -> datetime | None:
    """Until when an offered place is kept; None when there is no time left to ask, so that it is given at once."""
    until = now + timedelta(hours=hours)
    if starts_at:
        until = min(until, starts_at - LAST_ANSWER)
    return until if until > now else None
