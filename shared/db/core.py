"""SQLAlchemy Core inside a session's transaction: for the few statements that handle whole batches of rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlmodel.ext.asyncio.session import AsyncSession

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None
Rows = CursorResult[*tuple[Any, ...]]


async def execute(session: AsyncSession, statement: Executable, parameters: Parameters = None) -> Rows:
    """Run `statement` on the session's connection; a list of parameters is one executemany."""
    connection = await session.connection()
    return await connection.run_sync(lambda sync: sync.execute(statement, parameters))


def dialect_of(session: AsyncSession) -> str:
    """`sqlite` or `postgresql`."""
    return session.get_bind().dialect.name
