"""今週を出す, 中止する, and taking a cancellation back."""

from datetime import date, datetime

from sqlmodel import col, select

from services.programs import rules
from services.programs.actions.planning import new_session
from services.programs.actions.reading import own_program, own_session, sessions_between
from services.programs.errors import BadHours, DateHasPassed, DayIsTaken, NoSuchSession, SessionIsOff, SessionIsOver
from services.programs.models import Program, Session
from services.programs.rules import SessionStatus
from services.programs.schemas import CancelForm, ExtraForm, PostForm, WeekForm
from shared.auth import Who
from shared.clock import local_date
from shared.contracts.programs import SessionCancelled, SessionPosted, SessionReopened
from shared.db import Session as Tx
from shared.outbox import emit


async def post_session(tx: Tx, session_id: str, form: PostForm, who: Who, *, now: datetime) -> Session:
    """Say that a session takes place, with its line for this week. Saying the same again tells nobody anything."""
    session, program = await own_session(tx, who, session_id)
    _must_be_ahead(session, now)
    if session.status is SessionStatus.CANCELLED:
        raise SessionIsOff("The session was called off; reopen it first.")
    _post(tx, session, program, form, now=now)
    return session


async def post_week(tx: Tx, program_id: str, form: WeekForm, who: Who, *, now: datetime) -> list[Session]:
    """Post several sessions of a program with one line; hours are for those whose time was open."""
    program = await own_program(tx, who, program_id)
    found = await sessions_between(tx, [program.id], local_date(now), date.max)
    chosen = [session for session in found if session.id in form.sessions]
    if len(chosen) < len(set(form.sessions)):
        raise NoSuchSession("There is no such session ahead.", field="sessions")
    for session in chosen:
        if session.status is SessionStatus.CANCELLED:
            raise SessionIsOff("The session was called off; reopen it first.", field="sessions")
        hours = {} if session.starts_at else {"start": form.start, "end": form.end}
        _post(tx, session, program, PostForm(note=form.note, **hours), now=now)
    return chosen


async def add_session(tx: Tx, program_id: str, form: ExtraForm, who: Who, *, now: datetime) -> Session:
    """Post a date beside the weekly ones."""
    program = await own_program(tx, who, program_id)
    if form.held_on < local_date(now):
        raise DateHasPassed("The day has passed.", field="held_on")
    starts_at = rules.moment_on(form.held_on, form.start)
    query = select(Session.id).where(
        Session.program_id == program_id,
        Session.held_on == form.held_on,
        col(Session.starts_at).is_not_distinct_from(starts_at),
    )
    if (await tx.exec(query)).first():
        raise DayIsTaken("The program has a session at that time.", field="held_on")
    session = new_session(program, form.held_on, None, None, now=now)
    _post(tx, session, program, PostForm(note=form.note, start=form.start, end=form.end), now=now)
    return session


async def cancel_session(tx: Tx, session_id: str, form: CancelForm, who: Who, *, now: datetime) -> Session:
    """Call a session off. It stays to be seen as called off until it is past."""
    session, program = await own_session(tx, who, session_id)
    if session.status is SessionStatus.CANCELLED and session.reason is form.reason:
        return session
    _must_be_ahead(session, now)
    session.status, session.reason = SessionStatus.CANCELLED, form.reason
    _touch(session, now)
    tx.add(session)
    emit(tx, SessionCancelled(**_about(session, program, now), reason=form.reason))
    return session


async def reopen_session(tx: Tx, session_id: str, who: Who, *, now: datetime) -> Session:
    """Take a cancellation back."""
    session, program = await own_session(tx, who, session_id)
    if session.status is SessionStatus.PLANNED:
        return session
    _must_be_ahead(session, now)
    session.status, session.reason = SessionStatus.PLANNED, None
    _touch(session, now)
    tx.add(session)
    emit(tx, SessionReopened(**_about(session, program, now)))
    return session


def _post(tx: Tx, session: Session, program: Program, form: PostForm, *, now: datetime) -> None:
    if not rules.are_hours(form.start, form.end):
        raise BadHours("A session ends after it begins.", field="end")
    hours = (rules.moment_on(session.held_on, form.start), rules.moment_on(session.held_on, form.end))
    is_moved = hours[0] is not None and hours != (session.starts_at, session.ends_at)
    if session.posted_at and not is_moved and session.note == form.note:
        return
    if is_moved:
        session.starts_at, session.ends_at = hours
        _touch(session, now)
    else:
        session.version, session.changed_at = session.version + 1, now
    session.note, session.posted_at = form.note, now
    tx.add(session)
    emit(tx, SessionPosted(**_about(session, program, now), starts_at=session.starts_at, ends_at=session.ends_at))


def _touch(session: Session, now: datetime) -> None:
    """Calendars shall take it for newer."""
    session.sequence, session.version, session.changed_at = session.sequence + 1, session.version + 1, now


def _must_be_ahead(session: Session, now: datetime) -> None:
    if session.held_on < local_date(now):
        raise SessionIsOver("The session's day has passed.")


def _about(session: Session, program: Program, now: datetime) -> dict[str, object]:
    return {
        "municipality": session.municipality,
        "aggregate_id": session.id,
        "aggregate_version": session.version,
        "occurred_at": now,
        "program_id": program.id,
        "name": program.name,
        "held_on": session.held_on,
    }
