"""大雨や台風で: area × time × kind, first shown, then called off or begun later in one action, and opened again."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from services.programs import rules
from services.programs.actions.concerning import concern, concern_again, registered_for
from services.programs.actions.places import Places, places_of
from services.programs.actions.reading import looks_after, programs_for, views_of
from services.programs.actions.touching import call_off, put_back, retime, tell_changed, timed, touch
from services.programs.actions.undoing import remember, snapshots
from services.programs.errors import DateHasPassed, NoSuchChange, SeasonEndsBeforeItBegins, TooManyDays
from services.programs.models import Change, Program, Session
from services.programs.rules import ChangeKind, SessionStatus
from services.programs.schemas import SweepForm, SweepView
from shared.auth import Who, may_see_municipality
from shared.clock import local_date
from shared.db import Session as Tx

MOST_DAYS = 14


async def preview_sweep(tx: Tx, form: SweepForm, who: Who, *, now: datetime) -> SweepView:
    """What would stop, and how many registrations would hear of it; nothing is changed."""
    found = await _found(tx, form, who, now)
    return await _view(tx, [session for session, _ in found], None)


async def sweep(tx: Tx, form: SweepForm, who: Who, *, now: datetime) -> SweepView:
    """Do it: feeds, the board and whoever registered follow. Doing it again changes nothing more."""
    found = await _found(tx, form, who, now, to_change=True)
    sessions = [session for session, _ in found]
    before = snapshots(sessions)
    places = await places_of(tx, who.municipality)
    for session, program in found:
        if form.does == "cancel":
            call_off(tx, session, program, form.reason, now)
        else:
            _later(tx, session, program, places, timedelta(minutes=form.minutes_later), now)
    kind = ChangeKind.CANCELLED if form.does == "cancel" else ChangeKind.CHANGED
    change = remember(tx, kind, who, None, before, sessions, now=now) if sessions else None
    if change:
        await concern(tx, change, sessions, now=now)
    return await _view(tx, sessions, change)


async def open_again(tx: Tx, change_id: str, who: Who, *, now: datetime) -> int:
    """再開する: what a sweep called off and still lies ahead takes place after all; returns how many sessions."""
    change = await tx.get(Change, change_id)
    if change is None or change.kind is not ChangeKind.CANCELLED or not may_see_municipality(who, change.municipality):
        raise NoSuchChange("There is no such change.")
    query = (
        select(Session, Program)
        .join(Program)
        .where(col(Session.id).in_(change.session_ids), Session.changed_by == change.id)
        .where(Session.status == SessionStatus.CANCELLED, col(Session.held_on) >= local_date(now))
        .with_for_update(of=Session)
    )
    found = [(session, program) for session, program in (await tx.exec(query)).all() if looks_after(who, program)]
    before = snapshots([session for session, _ in found])
    for session, program in found:
        put_back(tx, session, program, now)
    if found:
        remember(tx, ChangeKind.REOPENED, who, None, before, [session for session, _ in found], now=now)
        await tx.flush()
        await concern_again(tx, {change.id}, [session for session, _ in found], now=now)
    return len(found)


async def sweeps_of(tx: Tx, who: Who, *, now: datetime) -> Sequence[Change]:
    """What was called off in this town lately and still lies ahead in part, the newest first."""
    query = (
        select(Change)
        .where(Change.municipality == who.municipality, Change.kind == ChangeKind.CANCELLED)
        .where(col(Change.undone_at).is_(None), col(Change.done_at) > now - timedelta(days=MOST_DAYS))
        .order_by(col(Change.done_at).desc())
    )
    today = local_date(now).isoformat()
    rows = (await tx.exec(query)).all()
    own = {program.id for program in await programs_for(tx, who)}
    ahead = [row for row in rows if any(snapshot["held_on"] >= today for snapshot in row.before)]
    return [row for row in ahead if await _programs_of(tx, row) & own]


async def _programs_of(tx: Tx, change: Change) -> set[str]:
    """The programs whose sessions a change touched."""
    query = select(Session.program_id).where(col(Session.id).in_(change.session_ids))
    return set((await tx.exec(query)).all())


async def _found(
    tx: Tx, form: SweepForm, who: Who, now: datetime, *, to_change: bool = False
) -> list[tuple[Session, Program]]:
    """The sessions a form names, among those that `who` looks after: planned, and not begun yet."""
    _check_days(form, local_date(now))
    query = (
        select(Session, Program)
        .join(Program)
        .where(Session.municipality == who.municipality, Session.status == SessionStatus.PLANNED)
        .where(col(Session.held_on).between(form.first_day, form.last_day))
        .order_by(col(Session.held_on), col(Session.starts_at), col(Session.id))
    )
    if form.areas:
        query = query.where(col(Program.area).in_(form.areas))
    if form.kinds:
        query = query.where(col(Program.kind).in_(form.kinds))
    if to_change:
        query = query.with_for_update(of=Session)
    return [
        (session, program)
        for session, program in (await tx.exec(query)).all()
        if looks_after(who, program)
        and rules.is_in(form.part, session.starts_at)
        and (session.starts_at is None or session.starts_at > now)
        and (form.does == "cancel" or session.starts_at)
    ]


def _check_days(form: SweepForm, today: date) -> None:
    if form.first_day < today:
        raise DateHasPassed("The day has passed.", field="first_day")
    if form.last_day < form.first_day:
        raise SeasonEndsBeforeItBegins("The last day is before the first.", field="last_day")
    if form.last_day - form.first_day > timedelta(days=MOST_DAYS):
        raise TooManyDays("Two weeks at most.", field="last_day")


def _later(tx: Tx, session: Session, program: Program, places: Places, by: timedelta, now: datetime) -> None:
    assert session.starts_at
    assert session.ends_at
    to = timed(session)._replace(starts_at=session.starts_at + by, ends_at=session.ends_at + by)
    if local_date(session.ends_at + by) == session.held_on and retime(session, to):
        session.is_changed = True
        touch(session, now)
        tx.add(session)
        tell_changed(tx, session, program, places, now)


async def _view(tx: Tx, sessions: Sequence[Session], change: Change | None) -> SweepView:
    registered = await registered_for(tx, sessions) if sessions else []
    return SweepView(
        change_id=change.id if change else None,
        sessions=await views_of(tx, sessions, None),
        concerned=len(registered),
    )
