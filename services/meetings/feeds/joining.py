"""A feed from stored events: those in the window, each once, and no more than a client takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import col, select

from services.meetings.feeds.keeping import AHEAD, PAST
from services.meetings.models import CalendarEvent
from services.meetings.schemas import Detail
from shared.db import Session
from shared.db.prepared import Prepared

MOST_EVENTS = 1000 - 1  # and one of the feed's own, which says when it ends
MOST_OCTETS = 900_000 - 4_000  # 900 KB with the calendar's own lines
REMINDER = "もうすぐ始まります"

_END = b"END:VEVENT\r\n"


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


def _prepared(detail: Detail) -> Prepared:
    columns = [col(getattr(CalendarEvent, name)) for name in (*Shown._fields[:-1], detail)]
    return Prepared(
        select(*columns)
        .where(
            col(CalendarEvent.municipality) == bindparam("municipality"),
            col(CalendarEvent.subject) == bindparam("subject"),
            col(CalendarEvent.starts_at) > bindparam("since"),
            col(CalendarEvent.starts_at) < bindparam("until"),
        )
        .order_by(col(CalendarEvent.starts_at), col(CalendarEvent.uid))
    )


_EVENTS: dict[Detail, Prepared] = {detail: _prepared(detail) for detail in ("busy", "title", "place")}


async def events_in_window(
    tx: Session, municipality: str, subjects: Iterable[str], detail: Detail, *, now: datetime
) -> list[Shown]:
    """What these calendars show from five weeks ago to thirteen months ahead, by time."""
    found: list[Shown] = []
    for subject in subjects:
        values = {"municipality": municipality, "subject": subject, "since": now - PAST, "until": now + AHEAD}
        found += [Shown(*row) for row in await _EVENTS[detail].rows(tx, values)]
    return each_once(found)


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
    kept: list[Shown] = []
    for event in sorted(events, key=lambda event: abs(event.starts_at - now)):
        room -= len(event.octets) + each
        if room < 0 or len(kept) == MOST_EVENTS:
            break
        kept.append(event)
    kept.sort(key=lambda event: (event.starts_at, event.uid))
    return Fitting(kept, len(events) - len(kept))


def alarm(minutes: int | None) -> bytes:
    """Remind so many minutes before (RFC 5545 3.6.6); nothing for None."""
    lines = ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{REMINDER}", f"TRIGGER:-PT{minutes}M", "END:VALARM", "")
    return b"" if minutes is None else "\r\n".join(lines).encode()


def with_alarm(event: bytes, alarm: bytes) -> bytes:
    return event.removesuffix(_END) + alarm + _END if alarm else event
