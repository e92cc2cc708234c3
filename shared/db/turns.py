"""Taking turns at what no row stands for yet: two who look and find nothing would both make it."""

from sqlalchemy import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.core import dialect_of, execute


async def take_turn(tx: AsyncSession, *name: str) -> None:
    """Wait until nobody else is at what `name` says, then keep others waiting until this transaction ends.

    On PostgreSQL an advisory lock. SQLite's writers always take turns. Take turns before locking rows.
    """
    if dialect_of(tx) == "postgresql":
        key = func.hashtextextended("|".join(name), 0)
        await execute(tx, select(func.pg_advisory_xact_lock(key)))
