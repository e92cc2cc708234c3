"""Dead letters: facts this service could not handle, kept where a part-time administrator can read them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nats.aio.msg import Msg
from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.bus.delivery import delivery_of
from shared.bus.reaction import Reaction
from shared.bus.tables import dead_letters
from shared.bus.verdict import reason_for
from shared.clock import Clock, utc_now
from shared.db import Database
from shared.db.core import dialect_of, execute
from shared.errors import NotFound


@dataclass(frozen=True)
class DeadLetter:
    """One row of the table; `reason` is an exception's class and a field's path."""

    id: int
    consumer: str
    stream: str
    stream_seq: int
    event_id: str
    subject: str
    headers: Mapping[str, str]
    data: bytes
    reason: str
    attempts: int
    buried_at: datetime
    resolved_at: datetime | None


async def bury(tx: AsyncSession, consumer: str, message: Msg, error: BaseException, now: datetime) -> None:
    """Enter `message` as undeliverable to `consumer`; a second burial of the same fact replaces the first."""
    delivery = delivery_of(message)
    headers = message.headers or {}
    row = {
        "consumer": consumer,
        "stream": delivery.stream,
        "stream_seq": delivery.stream_seq,
        "event_id": headers.get("ce-id") or f"{delivery.stream}:{delivery.stream_seq}",
        "subject": message.subject,
        "headers": json.dumps(dict(headers), ensure_ascii=False),
        "body": message.data,
        "reason": reason_for(error),
        "attempts": delivery.attempt,
        "buried_at": now,
        "resolved_at": None,
    }
    insert: Any = sqlite.insert if dialect_of(tx) == "sqlite" else postgresql.insert
    statement = insert(dead_letters).values(row)
    await execute(
        tx,
        statement.on_conflict_do_update(index_elements=["consumer", "event_id"], set_=row),
    )


async def list_dead_letters(tx: AsyncSession, *, resolved: bool = False, limit: int = 100) -> list[DeadLetter]:
    """The newest unresolved (or resolved) letters first."""
    state = dead_letters.c.resolved_at.is_not(None) if resolved else dead_letters.c.resolved_at.is_(None)
    statement = select(dead_letters).where(state).order_by(dead_letters.c.id.desc()).limit(limit)
    rows = await execute(tx, statement)
    return [_letter(row) for row in rows.mappings()]


async def dead_letter_depth(tx: AsyncSession) -> int:
    """How many letters wait for somebody."""
    statement = select(func.count()).select_from(dead_letters).where(dead_letters.c.resolved_at.is_(None))
    return int((await execute(tx, statement)).scalar_one())


async def try_again(
    db: Database, dead_letter_id: int, reactions: Sequence[Reaction], *, clock: Clock = utc_now
) -> str | None:
    """Handle a dead letter once more through the handler it failed in.

    Returns None when that worked (or the fact had been handled meanwhile), else the new reason. Raises NotFound for
    an unknown id and for a consumer that is no more.
    """
    async with db.reading() as session:
        letter = await _find(session, dead_letter_id)
    reaction = next((each for each in reactions if each.consumer == letter.consumer), None)
    if reaction is None:
        raise NotFound(field="consumer")
    try:
        async with db.transaction() as tx:
            await reaction.apply(tx, [letter], clock())
            await _note(tx, letter.id, resolved_at=clock())
    except Exception as error:  # whatever the handler raises is what the person at the page wants to know
        reason = reason_for(error)
        async with db.transaction() as tx:
            await _note(tx, letter.id, reason=reason, attempts=letter.attempts + 1)
        return reason
    return None


async def _find(session: AsyncSession, dead_letter_id: int) -> DeadLetter:
    statement = select(dead_letters).where(dead_letters.c.id == dead_letter_id)
    row = (await execute(session, statement)).mappings().first()
    if row is None:
        raise NotFound(field="dead_letter_id")
    return _letter(row)


async def _note(tx: AsyncSession, dead_letter_id: int, **values: Any) -> None:
    await execute(tx, update(dead_letters).where(dead_letters.c.id == dead_letter_id).values(**values))


def _letter(row: Mapping[Any, Any]) -> DeadLetter:
    fields = {**row, "headers": json.loads(row["headers"]), "data": row["body"]}
    del fields["body"]
    return DeadLetter(**fields)
