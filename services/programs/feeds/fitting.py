"""No more than calendar clients take (feeds.md): what is farthest from today is left out first."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from services.programs.models import Session

MOST_EVENTS = 1000
MOST_OCTETS = 900_000 - 4_000  # 900 KB with the calendar's own lines


class Event(NamedTuple):
    """A session, and how it is rendered for a calendar."""

    session: Session
    octets: bytes


def fitting(events: Sequence[Event], *, today: date) -> list[Event]:
    """As many as fit, in the order they came in."""
    room, kept = MOST_OCTETS, set[int]()
    for number in sorted(range(len(events)), key=lambda number: abs(events[number].session.held_on - today)):
        room -= len(events[number].octets)
        if room < 0 or len(kept) == MOST_EVENTS:
            break
        kept.add(number)
    return [event for number, event in enumerate(events) if number in kept]
