"""Who the people are: reading it (each reading is written down), sealing it anew, erasing it."""

from datetime import datetime

from sqlmodel import col, select

from services.intake.actions.reading import case_for, involved_case
from services.intake.models import Consultation, Household
from services.intake.schemas import IdentityView
from shared.auth import Who
from shared.contracts.intake import IdentityErased
from shared.db import Session
from shared.outbox import emit
from shared.sealed import CaseKeyRow, KeyFile, Reader, Sealed, Why, destroy_key, key_of, new_key, open_sealed

PERSON = ("name", "kana", "address", "birth_date", "phone")


async def read_identity(
    tx: Session, case_ref: str, who: Who, why: Why, *, keys: KeyFile, now: datetime
) -> IdentityView:
    """The household's name, address and notes, for those who work on the case."""
    case = await involved_case(tx, who, case_ref)
    key = await key_of(tx, keys, case_ref)
    reader = Reader(account_id=who.account_id, why=why, legal_basis=case.legal_basis)
    household, consultations = await _rows(tx, case_ref)
    places: dict[str, Sealed | None] = {f"households.{name}": getattr(household, name) for name in PERSON}
    person = open_sealed(tx, key, places, reader, now=now)
    notes = [
        open_sealed(tx, key, {"consultations.note": row.note}, reader, now=now)["consultations.note"]
        for row in consultations
        if row.note
    ]
    return IdentityView(
        case_ref=case_ref,
        notes=[note for note in notes if note],
        **{name: person[f"households.{name}"] for name in PERSON},
    )


async def reseal_case(tx: Session, case_ref: str, *, keys: KeyFile) -> None:
    """Give a case a new key and seal its texts with it; the old key is overwritten."""
    old = await key_of(tx, keys, case_ref)
    row = await tx.get(CaseKeyRow, case_ref)
    await tx.delete(row)
    await tx.flush()
    new, new_row = new_key(keys, case_ref)
    tx.add(new_row)
    household, consultations = await _rows(tx, case_ref)
    for name in PERSON:
        value = getattr(household, name)
        if value is not None:
            place = f"households.{name}"
            setattr(household, name, new.seal(place, old.unseal(place, value)))
    for consultation in consultations:
        if consultation.note:
            consultation.note = new.seal("consultations.note", old.unseal("consultations.note", consultation.note))
    tx.add_all([household, *consultations])


async def erase_identity(tx: Session, case_ref: str, who: Who, *, now: datetime) -> None:
    """Destroy the case's key: everything personal becomes unreadable for ever, the figures stay. Told once."""
    case = await case_for(tx, who, case_ref)
    row = await tx.get(CaseKeyRow, case_ref)
    if row and row.wrapped is None:
        return
    await destroy_key(tx, case_ref, now=now)
    emit(
        tx,
        IdentityErased(
            municipality=case.municipality, aggregate_id=case_ref, aggregate_version=case.version, occurred_at=now
        ),
    )


async def _rows(tx: Session, case_ref: str) -> tuple[Household, list[Consultation]]:
    household = (await tx.exec(select(Household).where(Household.case_ref == case_ref))).one()
    query = select(Consultation).where(Consultation.case_ref == case_ref).order_by(col(Consultation.taken_at))
    return household, list((await tx.exec(query)).all())
