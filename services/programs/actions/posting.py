"""今週を出す: what takes place this week, with its line, hours and place."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import col, select

from services.programs import rules
from services.programs.actions.cautions import cautions_of
from services.programs.actions.concerning import concern
from services.programs.actions.once import arrives_first
from services.programs.actions.photo_reading import Picture
from services.programs.actions.photos import add_photo
from services.programs.actions.places import chosen_venue
from services.programs.actions.planning import new_session
from services.programs.actions.reading import own_program, own_session, views_of
from services.programs.actions.touching import IN_TURN, Timed, about, must_be_ahead, retime, timed, touch
from services.programs.actions.undoing import Snapshot, remember, snapshots
from services.programs.errors import (
    BadHours,
    DateHasPassed,
    DayIsTaken,
    NoSuchSession,
    SessionIsOff,
    VenueShut,
    VenueTaken,
)
from services.programs.models import Program, Session
from services.programs.rules import ChangeKind, SessionStatus
from services.programs.schemas import ExtraForm, PostForm, WeekForm
from shared.auth import Who
from shared.clock import local_date
from shared.contracts.programs import SessionPosted
from shared.db import Session as Tx
from shared.db import take_turn
from shared.outbox import emit
from shared.tokens import fingerprint


async def post_session(tx: Tx, session_id: str, form: PostForm, who: Who, *, now: datetime) -> Session:
    """Say that a session takes place, with its line for this week. Saying the same again tells nobody anything."""
    session, program = await own_session(tx, who, session_id, to_change=True)
    must_be_ahead([session], now)
    if session.status is SessionStatus.CANCELLED:
        raise SessionIsOff("The session was called off; reopen it first.")
    before = snapshots([session])
    stood = [timed(session)]
    await _post(tx, session, program, form, now=now)
    await _remember(tx, who, program, before, stood, [session], now)
    return session


async def post_week(
    tx: Tx, program_id: str, form: WeekForm, who: Who, *, now: datetime, picture: Picture | None = None
) -> list[Session]:
    """Post several sessions of a program with one line; hours are for those whose time was open.

    A form that comes again, known by its key, changes nothing.
    """
    program = await own_program(tx, who, program_id)
    chosen = await _chosen(tx, program, form, now)
    said = form.model_dump_json(exclude={"once"}) + (fingerprint(picture.octets.hex()) if picture else "")
    if not await arrives_first(tx, form.once, said, now=now):
        return chosen
    if not form.despite:
        await _must_have_place(tx, program, chosen, form)
    before, stood = snapshots(chosen), [timed(session) for session in chosen]
    for session in chosen:
        hours = {} if session.starts_at else {"start": form.start, "end": form.end}
        await _post(tx, session, program, PostForm(note=form.note, venue=form.venue, **hours), now=now)
    if picture:
        await add_photo(tx, program, chosen, picture, now=now)
    await _remember(tx, who, program, before, stood, chosen, now)
    return chosen


async def _remember(
    tx: Tx, who: Who, program: Program, before: Sequence[Snapshot], stood: Sequence[Timed], posted: Sequence[Session],
    now: datetime,
) -> None:  # fmt: skip
    """What was posted can be taken back; whoever registered hears of other hours or another place."""
    change = remember(tx, ChangeKind.POSTED, who, program, before, posted, now=now)
    moved = [session for session, was in zip(posted, stood, strict=True) if timed(session) != was]
    if change and moved:
        await concern(tx, change, moved, now=now)


async def _chosen(tx: Tx, program: Program, form: WeekForm, now: datetime) -> list[Session]:
    query = (
        select(Session)
        .where(Session.program_id == program.id, col(Session.id).in_(form.sessions))
        .where(col(Session.held_on) >= local_date(now))
        .order_by(*IN_TURN)
    )
    chosen = list((await tx.exec(query.with_for_update())).all())
    if len(chosen) < len(set(form.sessions)):
        raise NoSuchSession("There is no such session ahead.", field="sessions")
    if any(session.status is SessionStatus.CANCELLED for session in chosen):
        raise SessionIsOff("The session was called off; reopen it first.", field="sessions")
    return chosen


async def _must_have_place(tx: Tx, program: Program, chosen: list[Session], form: WeekForm) -> None:
    """VenueTaken where another program is at that time, or the doors are shut; whoever posts may insist."""
    views = await views_of(tx, chosen, {program.id: program})
    for view in views:
        if view.starts_at is None and form.start and form.end:  # checked as it is going to be
            view.starts_at, view.ends_at = (rules.moment_on(view.held_on, at) for at in (form.start, form.end))
    found = await cautions_of(tx, program, views, form.venue)
    for view in views:
        for caution in found.get(view.id, []):
            if caution.code == "double_use":
                raise VenueTaken(view.held_on, caution.name)
            if caution.code == "venue_closed":
                raise VenueShut(view.held_on)


async def add_session(tx: Tx, program_id: str, form: ExtraForm, who: Who, *, now: datetime) -> Session:
    """Post a date beside the weekly ones (課外学習)."""
    await take_turn(tx, "dates of", program_id)
    program = await own_program(tx, who, program_id)
    if form.held_on < local_date(now):
        raise DateHasPassed("The day has passed.", field="held_on")
    await no_session_at(tx, program, form.held_on, rules.moment_on(form.held_on, form.start))
    session = new_session(program, form.held_on, None, None, now=now)
    session.is_changed = True
    await _post(
        tx, session, program, PostForm(note=form.note, start=form.start, end=form.end, venue=form.venue), now=now
    )
    return session


async def no_session_at(
    tx: Tx, program: Program, day: date, starts_at: datetime | None, *, but: str | None = None
) -> None:
    """DayIsTaken when the program has a session of that day at that time already."""
    query = select(Session.id).where(
        Session.program_id == program.id,
        Session.held_on == day,
        col(Session.starts_at).is_not_distinct_from(starts_at),
        Session.id != (but or ""),
    )
    if (await tx.exec(query)).first():
        raise DayIsTaken("The program has a session at that time.", field="held_on")


async def _post(tx: Tx, session: Session, program: Program, form: PostForm, *, now: datetime) -> None:
    if not rules.are_hours(form.start, form.end):
        raise BadHours("A session ends after it begins.", field="end")
    to = await _wanted(tx, session, program, form)
    is_new_time = to != timed(session)
    if session.posted_at and not is_new_time and session.note == form.note:
        return
    if form.start and (to.starts_at, to.ends_at) != (session.starts_at, session.ends_at):
        session.is_changed = True  # hours said by hand are not the rule's to change
    if retime(session, to):
        touch(session, now)
    else:
        session.version, session.changed_at = session.version + 1, now
    session.note, session.posted_at = form.note, now
    tx.add(session)
    emit(tx, SessionPosted(**about(session, program, now), starts_at=session.starts_at, ends_at=session.ends_at))


async def _wanted(tx: Tx, session: Session, program: Program, form: PostForm) -> Timed:
    """When and where the form puts the session; what it leaves open stays as it is."""
    to = timed(session)
    if form.start:
        moments = rules.moment_on(session.held_on, form.start), rules.moment_on(session.held_on, form.end)
        to = to._replace(starts_at=moments[0], ends_at=moments[1])
    if form.venue:
        to = to._replace(venue_id=await chosen_venue(tx, program, form.venue))
    return to
