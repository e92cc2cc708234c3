"""出欠: marked on a phone, offline too; a regular missed several times in a row asks for a quiet look."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import col, select

from services.programs import rules
from services.programs.actions.once import arrives_first
from services.programs.actions.reading import own_program, own_session
from services.programs.actions.roster import ever_on_the_list
from services.programs.errors import NotOnTheList
from services.programs.models import Attendance, CheckTask, Program, Session, SessionCount
from services.programs.rules import CAME, HOLDS_PLACES, AttendanceState
from services.programs.schemas import AttendanceForm, AttendanceView, FiguresView, Mark
from services.programs.settings import Settings
from shared.auth import Who
from shared.clock import local_date
from shared.contracts.programs import CheckAsked
from shared.db import Session as Tx
from shared.outbox import emit

REMEMBERED = 30  # sessions looked back on


async def mark_attendance(
    tx: Tx, session_id: str, form: AttendanceForm, who: Who, *, now: datetime, settings: Settings
) -> AttendanceView:
    """Note who was there. Marking again corrects; a list that waited on a phone and comes twice counts once.

    Who withdrew meanwhile is left out and counted; NotOnTheList for who never was on the list.
    """
    session, program = await own_session(tx, who, session_id, to_change=True)
    marks = await _marks_of_who_is_expected(tx, session, form.marks)
    if await arrives_first(tx, form.once, form.model_dump_json(exclude={"once"}), now=now):
        for mark in marks:
            await tx.merge(
                Attendance(session_id=session.id, marked_at=now, marked_by=who.account_id, **mark.model_dump())
            )
        await tx.merge(SessionCount(session_id=session.id, walk_ins=form.walk_ins, marked_at=now))
        await tx.flush()
        missed = [mark.participant_id for mark in marks if mark.state is AttendanceState.MISSED]
        await _ask_for_checks(tx, program, missed, now, settings)
    view = await attendance_of(tx, session)
    return view.model_copy(update={"skipped": len(form.marks) - len(marks)})


async def _marks_of_who_is_expected(tx: Tx, session: Session, marks: Sequence[Mark]) -> list[Mark]:
    listed = {participant.id: row.status in HOLDS_PLACES for participant, row in await ever_on_the_list(tx, session)}
    if any(mark.participant_id not in listed for mark in marks):
        raise NotOnTheList("Somebody here is not on the session's list.", field="marks")
    return [mark for mark in marks if listed[mark.participant_id]]


async def attendance_of(tx: Tx, session: Session) -> AttendanceView:
    """What is noted of a session so far."""
    rows = (await tx.exec(select(Attendance).where(Attendance.session_id == session.id))).all()
    count = await tx.get(SessionCount, session.id)
    return AttendanceView(
        marks=[Mark.model_validate(row.model_dump()) for row in rows],
        walk_ins=count.walk_ins if count else 0,
        marked_at=count.marked_at if count else None,
    )


async def _ask_for_checks(tx: Tx, program: Program, missed: Sequence[str], now: datetime, settings: Settings) -> None:
    """One open task a person; it says who and which program, nothing about why."""
    for participant_id in missed:
        newest = await _newest_first(tx, participant_id)
        wanted = rules.asks_for_check(newest, at=settings.check_after_missed, from_times=settings.regular_from)
        if wanted and not await _was_asked(tx, participant_id):
            task = CheckTask(
                municipality=program.municipality, program_id=program.id, participant_id=participant_id, opened_at=now
            )
            tx.add(task)
            emit(
                tx,
                CheckAsked(
                    municipality=program.municipality, aggregate_id=task.id, occurred_at=now, program_id=program.id
                ),
            )


async def _newest_first(tx: Tx, participant_id: str) -> list[AttendanceState]:
    query = (
        select(col(Attendance.state))
        .join(Session, col(Session.id) == Attendance.session_id)
        .where(Attendance.participant_id == participant_id)
        .order_by(col(Session.held_on).desc(), col(Session.starts_at).desc())
        .limit(REMEMBERED)
    )
    return list((await tx.exec(query)).all())


async def _was_asked(tx: Tx, participant_id: str) -> bool:
    """Whether this absence was asked about already: a task is open, or was opened since they last came."""
    query = select(CheckTask).where(CheckTask.participant_id == participant_id)
    tasks = (await tx.exec(query)).all()
    if any(task.closed_at is None for task in tasks):
        return True
    last = await _last_came(tx, participant_id)
    return any(last is None or local_date(task.opened_at) > last for task in tasks)


async def _last_came(tx: Tx, participant_id: str) -> date | None:
    query = (
        select(col(Session.held_on))
        .join(Attendance, col(Attendance.session_id) == Session.id)
        .where(Attendance.participant_id == participant_id, col(Attendance.state).in_(CAME))
        .order_by(col(Session.held_on).desc())
    )
    return (await tx.exec(query)).first()


async def figures_of(tx: Tx, program_id: str, who: Who, *, first: date, last: date) -> FiguresView:
    """A month in counts, for who runs the program: helped hours and 対価 among them."""
    program = await own_program(tx, who, program_id)
    in_month = (Session.program_id == program.id, col(Session.held_on).between(first, last))
    rows = (
        await tx.exec(select(Attendance).join(Session, col(Session.id) == Attendance.session_id).where(*in_month))
    ).all()
    counts = (
        await tx.exec(select(SessionCount).join(Session, col(Session.id) == SessionCount.session_id).where(*in_month))
    ).all()
    states = [row.state for row in rows]
    return FiguresView(
        month=f"{first:%Y-%m}",
        sessions=len(counts),
        came=sum(state in CAME for state in states),
        walk_ins=sum(row.walk_ins for row in counts),
        missed=states.count(AttendanceState.MISSED),
        excused=states.count(AttendanceState.EXCUSED),
        helped_minutes=sum(row.helped_minutes for row in rows),
        rewards=sum(row.rewards for row in rows),
    )
