"""見守り: the coordinator's quiet checks."""

from datetime import datetime

from sqlmodel import col, select

from services.programs.errors import NoSuchCheck
from services.programs.models import CheckTask, Participant, Program, Registration
from services.programs.schemas import CheckView
from shared.auth import Who
from shared.db import Session as Tx
from shared.sealed import KeyFile, Reader, Why, key_of, open_sealed


async def open_checks(tx: Tx, who: Who) -> list[CheckView]:
    """The town's open checks, the oldest first; without a name."""
    query = (
        select(CheckTask, Program.name)
        .join(Program, col(Program.id) == CheckTask.program_id)
        .where(CheckTask.municipality == who.municipality, col(CheckTask.closed_at).is_(None))
        .order_by(col(CheckTask.opened_at))
    )
    return [CheckView(id=row.id, program=name, opened_at=row.opened_at) for row, name in (await tx.exec(query)).all()]


async def person_of(tx: Tx, check_id: str, who: Who, *, keys: KeyFile, now: datetime) -> tuple[str, str]:
    """Name and telephone number of whom a check is about; the reading is written down."""
    row = await _own(tx, check_id, who)
    participant = await tx.get(Participant, row.participant_id)
    assert participant
    registration = await tx.get(Registration, participant.registration_id)
    assert registration
    key = await key_of(tx, keys, registration.id)
    sealed = {"participants.name": participant.name, "registrations.phone": registration.phone}
    shown = open_sealed(tx, key, sealed, Reader(who.account_id, Why.REACH_PEOPLE), now=now)
    return shown["participants.name"] or "", shown["registrations.phone"] or ""


async def close_check(tx: Tx, check_id: str, who: Who, *, now: datetime) -> None:
    """Somebody looked. What they found is for the desk, not for here."""
    row = await _own(tx, check_id, who)
    if row.closed_at is None:
        row.closed_at, row.closed_by = now, who.account_id
        tx.add(row)


async def _own(tx: Tx, check_id: str, who: Who) -> CheckTask:
    row = await tx.get(CheckTask, check_id)
    if row is None or row.municipality != who.municipality:
        raise NoSuchCheck("There is no such check.")
    return row
