"""Who withdrew is forgotten: a month later the key of their registration is destroyed, and with it every name in it."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from services.programs.models import Registration
from shared.db import Session as Tx
from shared.sealed import CaseKeyRow, destroy_key

KEPT_FOR = timedelta(days=30)  # an organiser may still ask who it was that could not come
AT_ONCE = 200


async def forget_ended(tx: Tx, *, now: datetime) -> int:
    """Destroy the keys of registrations that ended a month ago; what is counted stays. Returns how many."""
    query = (
        select(Registration.id)
        .join(CaseKeyRow, col(CaseKeyRow.case_ref) == Registration.id)
        .where(col(Registration.ended_at) < now - KEPT_FOR, col(CaseKeyRow.destroyed_at).is_(None))
        .limit(AT_ONCE)
    )
    ended = (await tx.exec(query)).all()
    for registration_id in ended:
        await destroy_key(tx, registration_id, now=now)
    return len(ended)
