"""What is forgotten by itself: who withdrew (a month later the key of their registration is destroyed), old photos."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from services.programs.actions.photos import drop_unused, hide_past
from services.programs.actions.undoing import UNDO_LASTS
from services.programs.models import Registration
from shared.clock import local_date
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


async def forget_photos(tx: Tx, *, now: datetime, kept_days: int) -> int:
    """Drop the photos of weeks that are past for so long, and those that nobody shows. Returns how many."""
    await hide_past(tx, last_day=local_date(now) - timedelta(days=kept_days))
    return await drop_unused(tx, since=now - UNDO_LASTS)
