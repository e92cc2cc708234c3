"""見守り連絡先: who has not heard of a change, unreached first, by telephone. Opening names is written down."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import col, select

from services.programs.actions.reading import find_program, looks_after, programs_for, views_of
from services.programs.errors import NoSuchChange, NotOnTheList
from services.programs.models import Change, Concerned, Participant, Program, Registration, Session
from services.programs.schemas import SafetyRow, SessionView
from shared.auth import Who, may_see_municipality
from shared.db import Session as Tx
from shared.sealed import KeyFile, Reader, Sealed, Why, keys_of, open_together


async def safety_list(tx: Tx, change_id: str, who: Who, *, keys: KeyFile, now: datetime) -> list[SafetyRow]:
    """Everybody a change concerns: who was neither told nor reached first, those who need to be fetched before.

    Whose names were erased meanwhile is left out: nobody can call them.
    """
    found = await _on_list(tx, change_id, who)
    ids = [registration.id for _, registration, _ in found]
    known, names = await keys_of(tx, keys, ids), await _names(tx, ids)
    reader = Reader(who.account_id, Why.REACH_PEOPLE)
    rows = []
    for concerned, registration, program in found:
        if key := known.get(registration.id):
            phones = [registration.phone] if registration.phone else []
            sealed = {"registrations.phone": phones, "participants.name": names[registration.id]}
            rows.append(_row(concerned, registration, program, open_together(tx, key, sealed, reader, now=now)))
    return rows


async def _on_list(tx: Tx, change_id: str, who: Who) -> list[tuple[Concerned, Registration, Program]]:
    """The list without a name, in the order in which people are called."""
    await _own(tx, change_id, who)
    query = (
        select(Concerned, Registration, Program)
        .join(Registration, col(Registration.id) == Concerned.registration_id)
        .join(Program, col(Program.id) == Registration.program_id)
        .where(Concerned.change_id == change_id)
    )
    found = [each for each in (await tx.exec(query)).all() if looks_after(who, each[2])]
    return sorted(found, key=lambda each: (_has_heard(each[0]), not each[1].needs_transport, each[1].no, each[1].id))


async def _names(tx: Tx, registration_ids: Sequence[str]) -> Mapping[str, list[Sealed]]:
    query = select(Participant).where(col(Participant.registration_id).in_(registration_ids))
    names: dict[str, list[Sealed]] = defaultdict(list)
    for participant in (await tx.exec(query.order_by(col(Participant.id)))).all():
        names[participant.registration_id].append(participant.name)
    return names


def _row(
    concerned: Concerned, registration: Registration, program: Program, opened: Mapping[str, list[str]]
) -> SafetyRow:
    return SafetyRow(
        registration_id=registration.id, people=registration.people, names=opened["participants.name"],
        phone="".join(opened["registrations.phone"]), programs=[program.name],
        needs_transport=registration.needs_transport, told_at=concerned.told_at, reached_at=concerned.reached_at,
    )  # fmt: skip


async def sessions_of(tx: Tx, change_id: str, who: Who) -> list[SessionView]:
    """The sessions a change was about, as they stand now."""
    change = await _own(tx, change_id, who)
    query = (
        select(Session)
        .where(col(Session.id).in_(change.session_ids))
        .order_by(col(Session.held_on), col(Session.starts_at))
    )
    own = {program.id: program for program in await programs_for(tx, who)}
    return await views_of(tx, [row for row in (await tx.exec(query)).all() if row.program_id in own], own)


async def note_reached(tx: Tx, change_id: str, registration_id: str, who: Who, *, now: datetime) -> datetime:
    """Somebody was spoken to; returns when. Ticking twice is ticking once, and opens no name."""
    row = await _listed(tx, change_id, registration_id, who)
    if row.reached_at is None:
        row.reached_at, row.reached_by = now, who.account_id
        tx.add(row)
    return row.reached_at


async def take_back(tx: Tx, change_id: str, registration_id: str, who: Who) -> None:
    """The tick was a slip: they are to be telephoned still."""
    row = await _listed(tx, change_id, registration_id, who)
    row.reached_at = row.reached_by = None
    tx.add(row)


async def _listed(tx: Tx, change_id: str, registration_id: str, who: Who) -> Concerned:
    await _own(tx, change_id, who)
    row = await tx.get(Concerned, (change_id, registration_id), with_for_update=True)
    registration = await tx.get(Registration, registration_id) if row else None
    if row is None or registration is None or not looks_after(who, await find_program(tx, registration.program_id)):
        raise NotOnTheList("They are not on this list.", field="reached")
    return row


async def still_to_reach(tx: Tx, change_id: str, who: Who) -> list[str]:
    """Whom nobody reached yet, as registrations, in the order of the list: nobody's name is opened for it."""
    return [registration.id for row, registration, _ in await _on_list(tx, change_id, who) if not _has_heard(row)]


def _has_heard(row: Concerned) -> bool:
    return bool(row.told_at or row.reached_at)


async def _own(tx: Tx, change_id: str, who: Who) -> Change:
    change = await tx.get(Change, change_id)
    if change is None or not may_see_municipality(who, change.municipality):
        raise NoSuchChange("There is no such change.")
    return change
