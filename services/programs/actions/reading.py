"""Finding programs and sessions. A query used twice is a named function here."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from services.programs.actions.areas import check_area
from services.programs.actions.places import places_of
from services.programs.errors import NoSuchProgram, NoSuchSession, NoSuchTown
from services.programs.models import Municipality, Program, Series, Session
from services.programs.rules import ProgramKind, SessionStatus, monday_of
from services.programs.schemas import DayView, SessionView
from shared.auth import Who, may_see_municipality
from shared.db import Session as Tx
from shared.workdays import holiday_name

DAYS_SHOWN = 7


async def towns(tx: Tx) -> list[Municipality]:
    """Municipalities that have programs."""
    query = select(Municipality).where(col(Municipality.code).in_(select(Program.municipality)))
    return list((await tx.exec(query.order_by(col(Municipality.code)))).all())


async def town_named(tx: Tx, code: str | None, who: Who | None = None) -> Municipality | None:
    """The municipality asked for; else the reader's own, else the first there is. None when there is none at all."""
    if code and (named := await tx.get(Municipality, code)):
        return named
    if code:
        raise NoSuchTown("There is no such municipality.", field="town")
    known = await towns(tx)
    own = [town for town in known if who and town.code == who.municipality]
    return next(iter(own or known), None)


async def programs_of(tx: Tx, municipality: str, area: str | None = None) -> list[Program]:
    """The town's programs, or those of one area, by name."""
    query = select(Program).where(Program.municipality == municipality).order_by(col(Program.name))
    if area:
        query = query.where(Program.area == area)
    return list((await tx.exec(query)).all())


async def find_program(tx: Tx, program_id: str) -> Program:
    """The program, or NoSuchProgram."""
    program = await tx.get(Program, program_id)
    if program is None:
        raise NoSuchProgram("There is no such program.")
    return program


async def town_of(tx: Tx, reference: str) -> str:
    """The code of the town that a program belongs to; a town's own code is that town's."""
    if (await tx.exec(select(Municipality.code).where(Municipality.code == reference))).first():
        return reference
    town = (await tx.exec(select(Program.municipality).where(Program.id == reference))).first()
    if town is None:
        raise NoSuchProgram("There is no such program.")
    return town


async def own_program(tx: Tx, who: Who, program_id: str) -> Program:
    """A program that `who` looks after; another town's does not exist for them."""
    program = await find_program(tx, program_id)
    if not looks_after(who, program):
        raise NoSuchProgram("There is no such program.")
    return program


async def own_session(tx: Tx, who: Who, session_id: str, *, to_change: bool = False) -> tuple[Session, Program]:
    """A session that `who` looks after, with its program; `to_change` keeps others from changing it meanwhile."""
    session = await tx.get(Session, session_id, with_for_update=to_change)
    if session is None:
        raise NoSuchSession("There is no such session.")
    program = await find_program(tx, session.program_id)
    if not looks_after(who, program):
        raise NoSuchSession("There is no such session.")
    return session, program


def looks_after(who: Who, program: Program) -> bool:
    """Whether a program is theirs: of their town and, for the people of one organiser, run by it."""
    if not may_see_municipality(who, program.municipality):
        return False
    return not who.organisers or program.organiser_id in who.organisers


async def programs_for(tx: Tx, who: Who) -> list[Program]:
    """The programs that `who` looks after, by name; those that are over come no more."""
    programs = await programs_of(tx, who.municipality)
    return [program for program in programs if looks_after(who, program)]


async def nearest_first(tx: Tx, programs: Sequence[Program], *, today: date) -> list[Program]:
    """These programs, the one that takes place next first, those without a coming date last."""
    query = (
        select(Session.program_id, func.min(Session.held_on))
        .where(col(Session.program_id).in_([program.id for program in programs]), col(Session.held_on) >= today)
        .where(Session.status == SessionStatus.PLANNED)
        .group_by(col(Session.program_id))
    )
    dates = dict((await tx.exec(query)).all())
    return sorted(programs, key=lambda program: (dates.get(program.id) or date.max, program.name))


async def weekly_times(tx: Tx, program_id: str) -> list[Series]:
    """A program's weekly times, Monday first."""
    query = select(Series).where(Series.program_id == program_id)
    return list((await tx.exec(query.order_by(col(Series.weekday), col(Series.starts)))).all())


async def sessions_between(tx: Tx, program_ids: Sequence[str], first: date, last: date) -> list[Session]:
    """Sessions of these programs from `first` to `last`, in the order of their days and times."""
    query = (
        select(Session)
        .where(col(Session.program_id).in_(program_ids), col(Session.held_on).between(first, last))
        .order_by(col(Session.held_on), col(Session.starts_at).nulls_last(), col(Session.program_id))
    )
    return list((await tx.exec(query)).all())


async def week(
    tx: Tx, municipality: str, *, today: date, area: str | None = None, kind: ProgramKind | None = None
) -> list[DayView]:
    """今週の予定: today and the six days after it, each with its sessions and its holiday."""
    if area:
        await check_area(tx, municipality, area)
    found = await programs_of(tx, municipality, area)
    programs = {program.id: program for program in found if kind in (None, program.kind)}
    days = [today + timedelta(days=offset) for offset in range(DAYS_SHOWN)]
    sessions = await sessions_between(tx, list(programs), days[0], days[-1])
    views = await views_of(tx, sessions, programs)
    return [
        DayView(day=day, holiday=holiday_name(day), sessions=[view for view in views if view.held_on == day])
        for day in days
    ]


async def week_of(tx: Tx, program: Program, *, today: date) -> list[SessionView]:
    """What is left of a program's week or, when nothing is, the coming week."""
    sunday = monday_of(today) + timedelta(days=6)
    for first, last in ((today, sunday), (sunday, sunday + timedelta(days=7))):
        if sessions := await sessions_between(tx, [program.id], first, last):
            return await views_of(tx, sessions, {program.id: program})
    return []


async def coming(tx: Tx, program: Program, *, today: date, weeks: int = 4) -> list[SessionView]:
    """A program's sessions of the next weeks."""
    sessions = await sessions_between(tx, [program.id], today, today + timedelta(weeks=weeks) - timedelta(days=1))
    return await views_of(tx, sessions, {program.id: program})


async def last_posted(tx: Tx, program: Program) -> tuple[str, str | None]:
    """The line and the venue the organiser chose last: a week is mostly like the one before."""
    query = (
        select(Session.note, Session.venue_id)
        .where(Session.program_id == program.id, col(Session.posted_at).is_not(None))
        .order_by(col(Session.posted_at).desc(), col(Session.held_on).desc())
    )
    note, venue_id = (await tx.exec(query)).first() or ("", None)
    return note, venue_id or program.venue_id


async def views_of(tx: Tx, sessions: Sequence[Session], programs: Mapping[str, Program] | None) -> list[SessionView]:
    """Sessions as people read them; one called off says when the program is on again."""
    if not sessions:
        return []
    known = programs or {row.program_id: await find_program(tx, row.program_id) for row in sessions}
    places = await places_of(tx, sessions[0].municipality)
    again = await _on_again(tx, [row.id for row in sessions if row.status is SessionStatus.CANCELLED])
    views = []
    for session in sessions:
        program = known[session.program_id]
        views.append(SessionView.of(session, program, places.name(program, session), again.get(session.id)))
    return views


async def _on_again(tx: Tx, cancelled: Sequence[str]) -> Mapping[str, date]:
    """For each of these sessions, the next day on which its program takes place."""
    if not cancelled:
        return {}
    later = aliased(Session)
    query = (
        select(Session.id, func.min(later.held_on))
        .join(later, col(later.program_id) == col(Session.program_id))
        .where(
            col(Session.id).in_(cancelled),
            col(later.held_on) > col(Session.held_on),
            later.status == SessionStatus.PLANNED,
        )
        .group_by(col(Session.id))
    )
    return {session_id: day for session_id, day in (await tx.exec(query)).all() if day}
