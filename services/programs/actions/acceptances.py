"""狭間の受け入れ: somebody comes though the conditions do not cover them; counted, never named."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, func, select

from services.programs.actions.reading import own_program
from services.programs.models import GapAcceptance
from services.programs.schemas import AcceptanceCount, AcceptanceForm
from shared.auth import Who
from shared.db import Session as Tx
from shared.db import take_turn


async def accept(tx: Tx, program_id: str, form: AcceptanceForm, who: Who, *, now: datetime) -> GapAcceptance:
    """Keep why, and which post answers for it; the same form sent twice counts once."""
    program = await own_program(tx, who, program_id)
    await take_turn(tx, "acceptance", form.request_id)
    if known := await tx.get(GapAcceptance, form.request_id):
        return known
    row = GapAcceptance(
        id=form.request_id, municipality=program.municipality, program_id=program.id, reason=form.reason,
        approver=form.approver, noted_by=who.account_id, noted_at=now,
    )  # fmt: skip
    tx.add(row)
    return row


async def acceptances_of(tx: Tx, who: Who) -> Sequence[AcceptanceCount]:
    """How often each program took somebody in, by reason; the most frequent first."""
    count = func.count()
    query = (
        select(GapAcceptance.program_id, GapAcceptance.reason, count)
        .where(GapAcceptance.municipality == who.municipality)
        .group_by(col(GapAcceptance.program_id), col(GapAcceptance.reason))
        .order_by(count.desc(), col(GapAcceptance.program_id), col(GapAcceptance.reason))
    )
    rows = (await tx.exec(query)).all()
    return [AcceptanceCount(program_id=program, reason=reason, count=times) for program, reason, times in rows]
