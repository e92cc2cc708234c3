"""Public calendar feeds of a program and of a town's programs, built from rows: one VEVENT a session."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.programs.actions.places import places_of
from services.programs.actions.reading import find_program, programs_of, sessions_between
from services.programs.errors import NoSuchTown
from services.programs.models import Municipality, Program, Session
from services.programs.rules import SessionStatus
from services.programs.settings import Settings
from services.programs.words import REASONS
from shared.clock import local_date
from shared.db import Session as Tx
from shared.feed import Feed
from shared.ical import Occurrence, Status, calendar, vevent

PAST, AHEAD = timedelta(days=35), timedelta(days=400)
MOST_EVENTS = 1000
COLOUR = "#2F6B4F"


async def program_feed(tx: Tx, program_id: str, *, settings: Settings, now: datetime) -> Feed:
    """One program's sessions."""
    program = await find_program(tx, program_id)
    return await _feed(tx, program.municipality, [program], program.name, settings, now)


async def town_feed(tx: Tx, code: str, *, settings: Settings, now: datetime) -> Feed:
    """All sessions of a town."""
    town = await tx.get(Municipality, code)
    if town is None:
        raise NoSuchTown("There is no such municipality.")
    return await _feed(tx, code, await programs_of(tx, code), f"{town.name}の予定", settings, now)


async def _feed(
    tx: Tx, municipality: str, programs: Sequence[Program], name: str, settings: Settings, now: datetime
) -> Feed:
    town = await tx.get(Municipality, municipality)
    assert town is not None
    places, known = await places_of(tx, municipality), {program.id: program for program in programs}
    today = local_date(now)
    sessions = await sessions_between(tx, list(known), today - PAST, today + AHEAD)
    kept, description = sessions[:MOST_EVENTS], f"{town.name} ・ 結（Yui）"
    if len(sessions) > MOST_EVENTS:
        description += f"（近い{MOST_EVENTS}件だけを載せています）"
    events = [
        vevent(_occurrence(row, known[row.program_id], town, places.location(known[row.program_id], row), settings))
        for row in kept
    ]
    first = max((program.started_at for program in programs), default=now)
    changed_at = max([first, *(row.changed_at for row in kept)])
    return Feed(calendar(name, description, events, COLOUR), changed_at)


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
