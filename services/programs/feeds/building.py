"""Sessions as a public calendar."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from services.programs.actions.places import areas_of, places_of
from services.programs.actions.reading import find_program, programs_of, sessions_between
from services.programs.errors import NoSuchArea, NoSuchTown
from services.programs.feeds.fitting import Event, fitting
from services.programs.models import Municipality, Program, Session
from services.programs.rules import SessionStatus
from services.programs.settings import Settings
from services.programs.words import REASONS
from shared.clock import local_date
from shared.db import Session as Tx
from shared.feed import Feed
from shared.ical import Occurrence, Status, calendar, vevent

PAST, AHEAD = timedelta(days=35), timedelta(days=400)
COLOUR = "#2F6B4F"


class Options(NamedTuple):
    """How somebody asks for a feed: of which installation, when, and whether without what was called off."""

    settings: Settings
    now: datetime
    hides_cancelled: bool = False

    @property
    def today(self) -> date:
        return local_date(self.now)


async def program_feed(tx: Tx, program_id: str, options: Options) -> Feed:
    """One program's sessions."""
    program = await find_program(tx, program_id)
    return await _feed(tx, await _town(tx, program.municipality), [program], program.name, options)


async def town_feed(tx: Tx, code: str, options: Options) -> Feed:
    """All sessions of a town."""
    town = await _town(tx, code)
    return await _feed(tx, town, await programs_of(tx, code), f"{town.name}の予定", options)


async def area_feed(tx: Tx, code: str, area: str, options: Options) -> Feed:
    """All sessions of an area."""
    town, areas = await _town(tx, code), await areas_of(tx, code)
    if area not in areas:
        raise NoSuchArea("There is no such area.")
    return await _feed(tx, town, await programs_of(tx, code, area), f"{areas[area]}の予定", options)


async def _town(tx: Tx, code: str) -> Municipality:
    town = await tx.get(Municipality, code)
    if town is None:
        raise NoSuchTown("There is no such municipality.")
    return town


async def _feed(tx: Tx, town: Municipality, programs: Sequence[Program], name: str, options: Options) -> Feed:
    places, known = await places_of(tx, town.code), {program.id: program for program in programs}
    found = await sessions_between(tx, list(known), options.today - PAST, options.today + AHEAD)
    events = []
    for row in found:
        if not (options.hides_cancelled and row.status is SessionStatus.CANCELLED):
            program = known[row.program_id]
            shown = _occurrence(row, program, town, places.location(program, row), options.settings)
            events.append(Event(row.held_on, vevent(shown)))
    kept = fitting(events, today=options.today)
    dropped, description = len(events) - len(kept), f"{town.name} ・ 結（Yui）"
    if dropped:
        description += f"（多いため、今日に近い{len(kept)}件だけを載せています。ほか{dropped}件）"
    first = max((program.started_at for program in programs), default=options.now)
    changed_at = max([first, *(row.changed_at for row in found)])
    return Feed(calendar(name, description, [event.octets for event in kept], COLOUR), changed_at, dropped=dropped)


def _occurrence(session: Session, program: Program, town: Municipality, where: str, settings: Settings) -> Occurrence:
    """A session as calendars show it; a day without hours is all-day and tentative, never at an invented time."""
    is_open, status = session.starts_at is None, _status(session)
    off = REASONS[session.reason][0] if session.reason else ""
    return Occurrence(
        uid=session.uid,
        sequence=session.sequence,
        changed_at=session.changed_at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        first_day=session.held_on if is_open else None,
        last_day=session.held_on if is_open else None,
        time_open=is_open,
        summary=program.name,
        description="\n".join(text for text in (off, session.note, f"対象：{program.audience}") if text),
        location=where,
        url=f"{settings.public_url.rstrip('/')}/programs/{program.id}",
        organiser_name=town.name,
        organiser_mail=settings.office_mail,
        status=status,
    )


def _status(session: Session) -> Status:
    if session.status is SessionStatus.CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if session.starts_at else "TENTATIVE"
