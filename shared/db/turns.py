"""Taking turns at what no row stands for yet: two who look and find nothing would both make it."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.core import dialect_of, execute


async def take_turn(tx: AsyncSession, *name: str) -> None:
    """Wait until nobody else is at what `name` says, then keep others waiting until this transaction ends.

    On PostgreSQL an advisory lock. SQLite's writers always take turns. Take turns before locking rows.
    """
    if dialect_of(tx) == "postgresql":
        await execute(tx, select(func.pg_advisory_xact_lock(_key(name))))


async def is_my_turn(tx: AsyncSession, *name: str) -> bool:
    """Like `take_turn`, but who would have to wait is told so at once. SQLite's writers have taken turns already."""
    if dialect_of(tx) != "postgresql":
        return True
    return bool((await execute(tx, select(func.pg_try_advisory_xact_lock(_key(name))))).scalar_one())


def _key(name: tuple[str, ...]) -> Any:
    return func.hashtextextended("|".join(name), 0)
