"""A feed from stored events: each once, and no more than a client takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

MOST_EVENTS = 1000 - 1  # and one of the feed's own, which says when it ends
MOST_OCTETS = 900_000 - 4_000  # 900 KB with the calendar's own lines


class Shown(NamedTuple):
    """A stored event at one level of detail."""

    uid: str
    subject: str
    meeting_id: str
    body: str
    series_day: date | None
    starts_at: datetime
    sequence: int
    changed_at: datetime
    is_off: bool
    octets: bytes


def each_once(events: Iterable[Shown]) -> list[Shown]:
    """One event a UID, by time: who sits on two posts goes if either is called.

    Who comes to the whole sitting needs no slot of their agency's in it.
    """
    best: dict[str, Shown] = {}
    for event in events:
        known = best.get(event.uid)
        if known is None or (not event.is_off, event.sequence) > (not known.is_off, known.sequence):
            best[event.uid] = event
    whole = {event.meeting_id for event in best.values() if event.subject.startswith("post:") and not event.is_off}
    needed = [
        event for event in best.values() if event.meeting_id not in whole or not event.subject.startswith("agency:")
    ]
    return sorted(needed, key=lambda event: (event.starts_at, event.uid))


@dataclass(frozen=True)
class Fitting:
    """The events that fit, by time, and how many did not."""

    kept: Sequence[Shown]
    dropped: int

    @property
    def description(self) -> str:
        """What the calendar says of itself."""
        if not self.dropped:
            return "結（Yui）の会議"
        return f"結（Yui）の会議（多いため、今日に近い{len(self.kept)}件だけを載せています。ほか{self.dropped}件）"


def fit(events: Sequence[Shown], *, now: datetime, each: int = 0, room: int = MOST_OCTETS) -> Fitting:
    """As many as a calendar client takes; the farthest from now are left out first. `each` octets come to every one."""
    if len(events) <= MOST_EVENTS and sum(len(event.octets) + each for event in events) <= room:
        return Fitting(events, 0)
    kept: list[Shown] = []
    for event in sorted(events, key=lambda event: abs(event.starts_at - now)):
        room -= len(event.octets) + each
        if room < 0 or len(kept) == MOST_EVENTS:
            break
        kept.append(event)
    kept.sort(key=lambda event: (event.starts_at, event.uid))
    return Fitting(kept, len(events) - len(kept))
