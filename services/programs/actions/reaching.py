"""見守り連絡先: who has not heard of a change, unreached first, by telephone. Opening names is written down."""

from datetime import datetime

from sqlmodel import col, select

from services.programs.actions.reading import find_program, looks_after, programs_for, views_of
from services.programs.errors import NoSuchChange, NotOnTheList
from services.programs.models import Change, Concerned, Participant, Program, Registration, Session
from services.programs.schemas import SafetyRow, SessionView
from shared.auth import Who, may_see_municipality
from shared.db import Session as Tx
from shared.sealed import KeyFile, Reader, Why, key_of, open_sealed


async def safety_list(tx: Tx, change_id: str, who: Who, *, keys: KeyFile, now: datetime) -> list[SafetyRow]:
    """Everybody a change concerns: who was neither told nor reached first, those who need to be fetched before."""
    await _own(tx, change_id, who)
    query = select(Concerned, Registration).join(Registration).where(Concerned.change_id == change_id)
    rows = []
    for concerned, registration in (await tx.exec(query)).all():
        program = await find_program(tx, registration.program_id)
        if looks_after(who, program):
            rows.append((concerned, registration, await _row(tx, concerned, registration, program, who, keys, now)))
    rows.sort(key=lambda each: (_has_heard(each[0]), not each[1].needs_transport, each[1].no))
    return [row for _, _, row in rows]


async def _row(
    tx: Tx, concerned: Concerned, registration: Registration, program: Program, who: Who, keys: KeyFile, now: datetime
) -> SafetyRow:
    key = await key_of(tx, keys, registration.id)
    people = (await tx.exec(select(Participant).where(Participant.registration_id == registration.id))).all()
    reader = Reader(who.account_id, Why.REACH_PEOPLE)
    opened = open_sealed(tx, key, {"registrations.phone": registration.phone}, reader, now=now)
    names = [open_sealed(tx, key, {"participants.name": row.name}, reader, now=now) for row in people]
    return SafetyRow(
        registration_id=registration.id, people=registration.people,
        names=[name["participants.name"] or "" for name in names],
        phone=opened["registrations.phone"] or "", programs=[program.name], told_at=concerned.told_at,
        reached_at=concerned.reached_at,
    )  # fmt: skip


async def sessions_of(tx: Tx, change_id: str, who: Who) -> list[SessionView]:
    """The sessions a change was about, as they stand now."""
    change = await _own(tx, change_id, who)
    ids = [snapshot["id"] for snapshot in change.before]
    query = select(Session).where(col(Session.id).in_(ids)).order_by(col(Session.held_on), col(Session.starts_at))
    own = {program.id for program in await programs_for(tx, who)}
    return await views_of(tx, [row for row in (await tx.exec(query)).all() if row.program_id in own], None)


async def note_reached(tx: Tx, change_id: str, registration_id: str, who: Who, *, now: datetime) -> None:
    """Somebody was spoken to. Ticking twice is ticking once."""
    await _own(tx, change_id, who)
    row = await tx.get(Concerned, (change_id, registration_id), with_for_update=True)
    registration = await tx.get(Registration, registration_id) if row else None
    if row is None or registration is None or not looks_after(who, await find_program(tx, registration.program_id)):
        raise NotOnTheList("They are not on this list.", field="reached")
    if row.reached_at is None:
        row.reached_at, row.reached_by = now, who.account_id
        tx.add(row)


def _has_heard(row: Concerned) -> bool:
    return bool(row.told_at or row.reached_at)


async def _own(tx: Tx, change_id: str, who: Who) -> Change:
    change = await tx.get(Change, change_id)
    if change is None or not may_see_municipality(who, change.municipality):
        raise NoSuchChange("There is no such change.")
    return change
