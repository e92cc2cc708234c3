"""The inbox: which facts a consumer has handled, so that a fact delivered twice has one effect."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, text
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.bus.tables import inbox
from shared.db.columns import UTCDateTime
from shared.db.core import dialect_of, execute
from shared.db.prepared import Prepared
from shared.db.sets import id_list, ids_from

_CLAIM = (
    "INSERT INTO inbox (consumer, event_id, handled_at) SELECT CAST(:consumer AS varchar), ids.id, :now "
    "FROM {ids} AS ids WHERE true ON CONFLICT DO NOTHING RETURNING event_id"
)


def _claim(dialect: str) -> Prepared:
    return Prepared(text(_CLAIM.format(ids=ids_from(dialect))).bindparams(bindparam("now", type_=UTCDateTime())))


_STATEMENTS = {dialect: _claim(dialect) for dialect in ("sqlite", "postgresql")}


async def claim(tx: AsyncSession, consumer: str, event_ids: Sequence[str], now: datetime) -> set[str]:
    """Enter `event_ids` as handled by `consumer`; returns those that were not entered before.

    One statement for the whole batch. Another instance that claims the same id at the same time waits here until
    this transaction ends, then finds it taken.
    """
    dialect = dialect_of(tx)
    parameters = {"consumer": consumer, "now": now, "ids": id_list(dialect, event_ids)}
    return {event_id for (event_id,) in await _STATEMENTS[dialect].rows(tx, parameters)}


async def prune_inbox(tx: AsyncSession, before: datetime) -> int:
    """Forget what was handled before `before`; returns how many rows went.

    Choose a moment older than both the stream's retention and what any outbox still keeps, else a replay would be
    handled anew.
    """
    return (await execute(tx, delete(inbox).where(inbox.c.handled_at < before))).rowcount
