"""Keys of the minutes: one a case, one a sitting. A case's key dies with its identity in intake."""

from datetime import datetime

from sqlalchemy import text

from shared.contracts.intake import IdentityErased
from shared.db import Session
from shared.db.prepared import Prepared
from shared.sealed import CaseKey, CaseKeyRow, KeyFile, destroy_key, key_of, new_key

# Two sittings may write a case's first words at one moment: the second waits here, and takes the first one's key.
_FIRST = Prepared(
    text(
        "INSERT INTO case_keys (case_ref, master_key, wrapped) VALUES (:case_ref, :master_key, :wrapped) "
        "ON CONFLICT (case_ref) DO NOTHING"
    )
)


async def key_to_seal(tx: Session, keys: KeyFile, name: str) -> CaseKey:
    """The key of a case or a sitting, made when it is first needed; KeyDestroyed once it was erased."""
    if await tx.get(CaseKeyRow, name) is None:
        _key, row = new_key(keys, name)
        await _FIRST.run(tx, [{"case_ref": name, "master_key": row.master_key, "wrapped": row.wrapped}])
    return await key_of(tx, keys, name)


async def erase(tx: Session, event: IdentityErased, *, now: datetime) -> None:
    """What was said about the case can't be read any more, nor can anything about it be sealed anew."""
    row = await tx.get(CaseKeyRow, event.aggregate_id)
    if row is None:
        tx.add(CaseKeyRow(case_ref=event.aggregate_id, master_key="", wrapped=None, destroyed_at=now))
    elif row.wrapped is not None:
        await destroy_key(tx, event.aggregate_id, now=now)
