"""The relay's statements: read what is unpublished, mark what is published, publish again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, text, update
from sqlalchemy.sql import TextClause
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.bus.tables import stream_epochs
from shared.db.columns import UTCDateTime
from shared.db.core import dialect_of, execute
from shared.outbox.tables import outbox

MOST_IN_A_BATCH = 1000  # what one atomic batch may hold


@dataclass(frozen=True, slots=True)
class Row:
    """One fact to publish; `headers` is the JSON text of its headers."""

    seq: int
    subject: str
    headers: str
    body: bytes


_READ = (
    select(outbox.c.seq, outbox.c.subject, outbox.c.headers, outbox.c.body)
    .where(outbox.c.published_at.is_(None), outbox.c.seq > bindparam("after"))
    .order_by(outbox.c.seq)
    .limit(bindparam("most"))
)
_READ_LOCKED = _READ.with_for_update(skip_locked=True)


async def read_unpublished(session: AsyncSession, *, after: int = 0, most: int = MOST_IN_A_BATCH) -> list[Row]:
    """The oldest unpublished facts; on PostgreSQL locked until the transaction ends and those of others skipped."""
    statement = _READ if dialect_of(session) == "sqlite" else _READ_LOCKED
    rows = await execute(session, statement, {"after": after, "most": most})
    return [Row(*row) for row in rows]


_MARK = (
    "UPDATE outbox SET published_at = :now WHERE seq IN ({seqs}) "
    "AND EXISTS (SELECT 1 FROM stream_epochs WHERE stream = :stream AND created_at = :epoch)"
)
_SEQS = {"sqlite": "SELECT value FROM json_each(:seqs)", "postgresql": "SELECT unnest(CAST(:seqs AS bigint[]))"}


def _mark(dialect: str) -> TextClause:
    return text(_MARK.format(seqs=_SEQS[dialect])).bindparams(bindparam("now", type_=UTCDateTime()))


_MARKS = {dialect: _mark(dialect) for dialect in _SEQS}


async def mark_published(tx: AsyncSession, seqs: Sequence[int], stream: str, epoch: str, now: datetime) -> None:
    """Note that the stream has these facts, unless it is no longer the stream they were sent to."""
    dialect = dialect_of(tx)
    values = json.dumps(seqs) if dialect == "sqlite" else list(seqs)
    await execute(tx, _MARKS[dialect], {"now": now, "seqs": values, "stream": stream, "epoch": epoch})


async def known_epoch(session: AsyncSession, stream: str) -> str | None:
    """When the stream that this outbox last published to was created, as the server told."""
    statement = select(stream_epochs.c.created_at).where(stream_epochs.c.stream == stream)
    result: str | None = (await execute(session, statement)).scalar_one_or_none()
    return result


async def enter_epoch(tx: AsyncSession, stream: str, epoch: str) -> None:
    """From now on the outbox publishes to the stream created at `epoch`."""
    await execute(tx, delete(stream_epochs).where(stream_epochs.c.stream == stream))
    await execute(tx, stream_epochs.insert().values(stream=stream, created_at=epoch))


async def replay(tx: AsyncSession, since: datetime | None = None) -> int:
    """Have every fact kept (told at `since` or later) published again; returns how many.

    Consumers drop what they have handled; a new one gets the past this way.
    """
    statement = update(outbox).where(outbox.c.published_at.is_not(None)).values(published_at=None)
    if since is not None:
        statement = statement.where(outbox.c.created_at >= since)
    return (await execute(tx, statement)).rowcount


async def prune(tx: AsyncSession, before: datetime) -> int:
    """Forget facts published before `before` (keep at least 30 days: it is what refills a wiped stream)."""
    statement = delete(outbox).where(outbox.c.published_at < before)
    return (await execute(tx, statement)).rowcount


@dataclass(frozen=True)
class Depth:
    """What waits in an outbox: how many facts, and since when the oldest (None when none)."""

    waiting: int
    oldest: datetime | None


async def depth(session: AsyncSession) -> Depth:
    """For health doors and metrics."""
    statement = select(func.count(), func.min(outbox.c.created_at)).where(outbox.c.published_at.is_(None))
    count, oldest = (await execute(session, statement)).one()
    return Depth(count, oldest)
