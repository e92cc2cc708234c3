"""Sessions as a public calendar."""

from collections.abc import Sequence
from datetime import timedelta

from services.programs.actions.places import areas_of, places_of
from services.programs.actions.reading import find_program, programs_of, sessions_between
from services.programs.errors import NoSuchArea, NoSuchTown
from services.programs.feeds.fitting import Event, fitting
from services.programs.feeds.options import Options
from services.programs.feeds.repeating import repeating, series_of
from services.programs.models import Municipality, Program, Session
from services.programs.rules import SessionStatus
from services.programs.settings import Settings
from services.programs.words import REASONS
from shared.db import Session as Tx
from shared.feed import Feed
from shared.ical import Occurrence, Status, calendar, vevent
from shared.ical_lines import alarm, with_alarm

PAST, AHEAD = timedelta(days=35), timedelta(days=400)
COLOUR = "#2F6B4F"


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
    shown = [row for row in found if not (options.hides_cancelled and row.status is SessionStatus.CANCELLED)]

    def occurrence(row: Session) -> Occurrence:
        program = known[row.program_id]
        return _occurrence(row, program, town, places.location(program, row), options.settings)

    reminder = alarm(options.alarm)
    events = [Event(row, _written(occurrence(row), reminder)) for row in shown]
    kept = fitting(events, today=options.today)
    dropped, description = len(events) - len(kept), f"{town.name} ・ 結（Yui）"
    if dropped:
        description += f"（多いため、今日に近い{len(kept)}件だけを載せています。ほか{dropped}件）"
    first = max((program.started_at for program in programs), default=options.now)
    changed_at = max([first, *(row.changed_at for row in found)])
    octets = [event.octets for event in kept]
    if options.style == "rrule":
        rows = [event.session for event in kept]
        octets = repeating(rows, octets, await series_of(tx, rows), occurrence, reminder)
    return Feed(calendar(name, description, octets, COLOUR), changed_at, dropped=dropped)


def _written(occurrence: Occurrence, reminder: bytes) -> bytes:
    """A reminder stands on what has a time and takes place."""
    octets = vevent(occurrence)
    return with_alarm(octets, reminder) if reminder and occurrence.is_busy else octets


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
