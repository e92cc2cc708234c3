"""The line for a program's places: one row is locked, so that places are never sold twice and nobody is overtaken."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, text
from sqlmodel import col, select

from services.programs import rules
from services.programs.models import Program, Registration, RegistrationQueue, RegistrationRules, Session
from services.programs.rules import RegistrationScope, RegistrationStatus, SessionStatus
from shared.clock import local_date
from shared.contracts.programs import PlaceConfirmed, PlaceOffered
from shared.db import Session as Tx
from shared.db.prepared import Prepared
from shared.outbox import emit

_FIRST = Prepared(
    text(
        "INSERT INTO registration_queues (program_id, session_key, taken, waiting, next_no) "
        "VALUES (:program_id, :session_key, 0, 0, 1) ON CONFLICT DO NOTHING"
    )
)


async def queue_of(tx: Tx, program_id: str, session_key: str) -> RegistrationQueue:
    """The line's one row, locked until this transaction ends; made when somebody comes first."""
    await _FIRST.run(tx, [{"program_id": program_id, "session_key": session_key}])
    query = select(RegistrationQueue).where(
        RegistrationQueue.program_id == program_id, RegistrationQueue.session_key == session_key
    )
    locked = query.with_for_update().execution_options(populate_existing=True)
    return (await tx.exec(locked)).one()


async def move_up(
    tx: Tx, queue: RegistrationQueue, settings: RegistrationRules, program: Program, session: Session | None,
    *, now: datetime,
) -> None:  # fmt: skip
    """Offer what is free to who waits longest, as long as the first in line fits; nobody behind overtakes them."""
    if _is_past(program, session, now):
        return  # nobody is offered a place at what was called off or is over
    for row in await _in_line(tx, queue):
        if settings.capacity is not None and queue.taken + row.people > settings.capacity:
            break
        queue.waiting, queue.taken = queue.waiting - 1, queue.taken + row.people
        until = rules.answer_by(now, settings.answer_hours, session.starts_at if session else None)
        row.status = RegistrationStatus.OFFERED if until else RegistrationStatus.CONFIRMED
        row.offered_until, row.version = until, row.version + 1
        tx.add(row)
        about = {**about_registration(row, now), "name": program.name, "held_on": session.held_on if session else None}
        emit(tx, PlaceOffered(**about, until=until) if until else PlaceConfirmed(**about))
    tx.add(queue)


def _is_past(program: Program, session: Session | None, now: datetime) -> bool:
    if session is None:
        return program.ended_on is not None and program.ended_on < local_date(now)
    has_begun = session.starts_at is not None and session.starts_at <= now
    return has_begun or session.held_on < local_date(now) or session.status is SessionStatus.CANCELLED


async def _in_line(tx: Tx, queue: RegistrationQueue) -> list[Registration]:
    if not queue.waiting:
        return []
    query = (
        select(Registration)
        .where(Registration.program_id == queue.program_id, Registration.session_key == queue.session_key)
        .where(Registration.status == RegistrationStatus.WAITING)
        .order_by(col(Registration.no))
    )
    return list((await tx.exec(query)).all())


def about_registration(row: Registration, now: datetime) -> dict[str, object]:
    """What all facts about a registration say."""
    return {
        "municipality": row.municipality,
        "aggregate_id": row.id,
        "aggregate_version": row.version,
        "occurred_at": now,
        "program_id": row.program_id,
        "session_id": row.session_key or None,
        "ticket_sha256": row.ticket_sha256,
    }


async def free_places(tx: Tx, municipality: str) -> Mapping[str, int]:
    """Places left by program, where one registers for the whole program and they are counted; none where some wait."""
    query = (
        select(RegistrationRules, RegistrationQueue)
        .join(Program, col(Program.id) == RegistrationRules.program_id)
        .join(
            RegistrationQueue,
            and_(
                col(RegistrationQueue.program_id) == RegistrationRules.program_id,
                col(RegistrationQueue.session_key) == "",
            ),
            isouter=True,
        )
        .where(Program.municipality == municipality, col(RegistrationRules.capacity).is_not(None))
        .where(RegistrationRules.scope == RegistrationScope.PROGRAM)
    )
    left = {}
    for settings, queue in (await tx.exec(query)).all():
        assert settings.capacity is not None
        is_full = queue is not None and queue.waiting > 0
        left[settings.program_id] = 0 if is_full else settings.capacity - (queue.taken if queue else 0)
    return left
