"""気づき: one sentence about an area, kept here; the others hear its theme and area."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from services.programs.actions.areas import check_area
from services.programs.models import KizukiNote
from services.programs.schemas import KizukiForm
from shared.auth import Who
from shared.contracts.programs import KizukiNoted
from shared.db import Session as Tx
from shared.db import take_turn
from shared.outbox import emit

MOST_SHOWN = 50


async def note_kizuki(tx: Tx, form: KizukiForm, who: Who, *, now: datetime) -> KizukiNote:
    """Keep a note and tell its theme and area; the same form sent twice is one note."""
    await check_area(tx, who.municipality, form.area)
    await take_turn(tx, "kizuki", form.request_id)
    if known := await tx.get(KizukiNote, form.request_id):
        return known
    note = KizukiNote(
        id=form.request_id, municipality=who.municipality, area=form.area, theme=form.theme, sentence=form.sentence,
        noted_by=who.account_id, noted_at=now,
    )  # fmt: skip
    tx.add(note)
    emit(
        tx,
        KizukiNoted(
            municipality=note.municipality, aggregate_id=note.id, occurred_at=now, theme=note.theme, area=note.area
        ),
    )
    return note


async def newest_kizuki(tx: Tx, who: Who, area: str | None = None) -> Sequence[KizukiNote]:
    """The town's newest notes, or those of one area."""
    query = select(KizukiNote).where(KizukiNote.municipality == who.municipality)
    if area:
        query = query.where(KizukiNote.area == area)
    order = (col(KizukiNote.noted_at).desc(), col(KizukiNote.id))
    return (await tx.exec(query.order_by(*order).limit(MOST_SHOWN))).all()
