"""Telling who registered: each registration hears once of a change, however many of its sessions it concerns."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import col, select

from services.programs.models import Change, Concerned, Program, Registration, Session
from services.programs.rules import HOLDS_PLACES, SessionStatus
from shared.contracts.notify import MessageSent
from shared.contracts.programs import ConcernedSession, ParticipantConcerned
from shared.db import Session as Tx
from shared.outbox import emit


async def concern(tx: Tx, change: Change, sessions: Sequence[Session], *, now: datetime) -> int:
    """Who holds a place at one of these sessions is concerned by the change; returns how many registrations are."""
    registered = await registered_for(tx, sessions)
    for session in sessions:
        session.changed_by = change.id
        tx.add(session)
    await tx.flush()
    programs = await _programs(tx, sessions)
    for registration, own in registered:
        row = Concerned(change_id=change.id, registration_id=registration.id)
        tx.add(row)
        _tell(tx, row, registration, own, programs, now)
    return len(registered)


async def concern_again(tx: Tx, change_ids: Collection[str], changed: Sequence[Session], *, now: datetime) -> None:
    """What a change did to some sessions was changed once more: whoever comes to those hears how all of it stands."""
    ids_changed = {session.id for session in changed}
    for change_id in sorted(change_ids):
        query = select(Concerned, Registration).join(Registration).where(Concerned.change_id == change_id)
        found = (await tx.exec(query.with_for_update())).all()
        if not found:
            continue
        change = await tx.get(Change, change_id)
        assert change
        sessions = (await tx.exec(select(Session).where(col(Session.id).in_(change.session_ids)))).all()
        programs = await _programs(tx, sessions)
        own = {row.id: theirs for row, theirs in await registered_for(tx, sessions)}
        for row, registration in found:
            theirs = own.get(registration.id, [])
            if any(session.id in ids_changed for session in theirs):
                row.sequence += 1
                row.told_at = row.reached_at = row.reached_by = None  # they know of what was, not of what is now
                tx.add(row)
                _tell(tx, row, registration, own[registration.id], programs, now)


async def registered_for(tx: Tx, sessions: Sequence[Session]) -> list[tuple[Registration, list[Session]]]:
    """Registrations that hold a place at one of these sessions, each with those of the sessions that are its own."""
    by_program: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        by_program[session.program_id].append(session)
    keys = ["", *(session.id for session in sessions)]
    query = (
        select(Registration)
        .where(col(Registration.program_id).in_(by_program), col(Registration.status).in_(HOLDS_PLACES))
        .where(col(Registration.session_key).in_(keys))
        .order_by(col(Registration.id))
    )
    return [
        (row, [each for each in by_program[row.program_id] if row.session_key in ("", each.id)])
        for row in (await tx.exec(query)).all()
    ]


async def note_told(tx: Tx, event: MessageSent) -> None:
    """A message about a change left: those it was for need no telephone call, unless something changed since."""
    change_id = event.about.partition("|")[0]
    for registration_id in event.concerns or []:
        row = await tx.get(Concerned, (change_id, registration_id), with_for_update=True)
        if row and row.sequence <= (event.sequence or 0):
            row.told_at = event.occurred_at
            tx.add(row)


async def _programs(tx: Tx, sessions: Sequence[Session]) -> dict[str, Program]:
    ids = {session.program_id for session in sessions}
    return {row.id: row for row in (await tx.exec(select(Program).where(col(Program.id).in_(ids)))).all()}


def _tell(
    tx: Tx, row: Concerned, registration: Registration, own: Sequence[Session], programs: dict[str, Program],
    now: datetime,
) -> None:  # fmt: skip
    emit(
        tx,
        ParticipantConcerned(
            municipality=registration.municipality,
            aggregate_id=f"{row.change_id}-{row.registration_id}",
            aggregate_version=row.sequence + 1,
            occurred_at=now,
            change_id=row.change_id,
            registration_id=row.registration_id,
            ticket_sha256=registration.ticket_sha256,
            sessions=[_standing(session, programs[session.program_id]) for session in own],
        ),
    )


def _standing(session: Session, program: Program) -> ConcernedSession:
    return ConcernedSession(
        session_id=session.id,
        name=program.name,
        held_on=session.held_on,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        is_off=session.status is SessionStatus.CANCELLED,
        reason=session.reason,
    )
