"""Events of calendars in memory: when one of a thousand has changed, one is read.

A subject's revision grows with each change of it, in one order for all writers, and a row tells the revision of its
own last change. So what is known at one revision becomes what is true at a later one by the rows that changed since,
unless some went away; that shows in their number, and then all are read anew.
"""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import col, func, select

from services.meetings.feeds.joining import Shown, each_once
from services.meetings.feeds.keeping import AHEAD, PAST
from services.meetings.models import CalendarEvent
from services.meetings.schemas import Detail
from shared.db import Session
from shared.db.prepared import Prepared

MOST_OCTETS = 16 << 20
ANEW = timedelta(days=1)  # so that what has gone by does not pile up
BEFORE_ALL = -1

Whose = tuple[str, str, Detail]  # municipality, subject, how much it says
Revision = tuple[str, int, datetime | None]  # a subject, how often it changed, and when last


class Shelved(NamedTuple):
    """All events of one calendar after `since`, by UID, as they were at its `revision`; replaced, never changed."""

    revision: int
    since: datetime
    events: dict[str, Shown]
    octets: int


_OF_SUBJECT = (
    col(CalendarEvent.municipality) == bindparam("municipality"),
    col(CalendarEvent.subject) == bindparam("subject"),
    col(CalendarEvent.starts_at) > bindparam("since"),
)


def _prepared(detail: Detail) -> Prepared:
    columns = [col(getattr(CalendarEvent, name)) for name in (*Shown._fields[:-1], detail)]
    return Prepared(select(*columns).where(*_OF_SUBJECT, col(CalendarEvent.revision) > bindparam("revision")))


_CHANGED: dict[Detail, Prepared] = {detail: _prepared(detail) for detail in ("busy", "title", "place")}
_COUNT = Prepared(select(func.count()).select_from(CalendarEvent).where(*_OF_SUBJECT))


class Shelf:
    """The calendars that were asked for last, one copy for all who see them."""

    def __init__(self, most_octets: int = MOST_OCTETS) -> None:
        self._most_octets = most_octets
        self._kept: OrderedDict[Whose, Shelved] = OrderedDict()

    async def in_window(
        self, tx: Session, municipality: str, revisions: Iterable[Revision], detail: Detail, *, now: datetime
    ) -> list[Shown]:
        """What these calendars show from five weeks ago to thirteen months ahead, by time, each event once."""
        found: list[Shown] = []
        for subject, revision, _changed_at in revisions:
            shelved = await self._at(tx, (municipality, subject, detail), revision, now)
            first, last = now - PAST, now + AHEAD
            found += [event for event in shelved.events.values() if first < event.starts_at < last]
        return each_once(found)

    async def _at(self, tx: Session, whose: Whose, revision: int, now: datetime) -> Shelved:
        known = self._kept.get(whose)
        if known is None or known.revision > revision or now - PAST - known.since > ANEW:
            known = None
        if known is None or known.revision < revision:
            known = (known and await _later(tx, whose, revision, known)) or await _anew(tx, whose, revision, now)
            self._keep(whose, known)
        self._kept.move_to_end(whose)
        return known

    def _keep(self, whose: Whose, shelved: Shelved) -> None:
        self._kept[whose] = shelved
        self._kept.move_to_end(whose)
        held = sum(each.octets for each in self._kept.values())
        while held > self._most_octets and len(self._kept) > 1:
            _whose, dropped = self._kept.popitem(last=False)
            held -= dropped.octets


async def _later(tx: Session, whose: Whose, revision: int, known: Shelved) -> Shelved | None:
    """What was known with what changed since; None when some events are gone."""
    changed = await _read(tx, whose, known.revision, known.since)
    events = known.events | changed
    values = {"municipality": whose[0], "subject": whose[1], "since": known.since}
    count = (await _COUNT.rows(tx, values))[0][0]
    return _shelved(revision, known.since, events) if count == len(events) else None


async def _anew(tx: Session, whose: Whose, revision: int, now: datetime) -> Shelved:
    return _shelved(revision, now - PAST, await _read(tx, whose, BEFORE_ALL, now - PAST))


def _shelved(revision: int, since: datetime, events: dict[str, Shown]) -> Shelved:
    return Shelved(revision, since, events, sum(len(event.octets) for event in events.values()))


async def _read(tx: Session, whose: Whose, revision: int, since: datetime) -> dict[str, Shown]:
    municipality, subject, detail = whose
    values = {"municipality": municipality, "subject": subject, "revision": revision, "since": since}
    return {row[0]: Shown(*row) for row in await _CHANGED[detail].rows(tx, values)}
