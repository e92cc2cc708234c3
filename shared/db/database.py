"""One database of one service: read sessions and write transactions, on SQLite or PostgreSQL."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy import AsyncAdaptedQueuePool, Connection
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.group import GroupCommit
from shared.db.sqlite import sqlite_engine

Session = AsyncSession
BeforeCommit = Callable[[AsyncSession], Awaitable[None]]
AfterCommit = Callable[[AsyncSession], None]


class ForeignKeysBroken(Exception):
    """A migration would leave rows without the row they belong to."""


# A frozen process must not hold its locks for hours: the server ends its transaction.
SERVER = {"server_settings": {"idle_in_transaction_session_timeout": "120000"}}


class Database:
    """Where one service keeps its rows.

    `before_commit` hooks run inside the transaction (the outbox writes its rows there), `after_commit` hooks run once
    it is durable (the relay is woken there).
    """

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.before_commit: list[BeforeCommit] = []
        self.after_commit: list[AfterCommit] = []
        if self.is_sqlite:
            self.engine = sqlite_engine(self.url, writes=False, pool_size=pool_size)
            self._writer: AsyncEngine = sqlite_engine(self.url, writes=True, pool_size=1)
            self._group = GroupCommit(self._writer)
        else:
            self.engine = create_async_engine(
                url, pool_size=pool_size, max_overflow=5, pool_pre_ping=True, hide_parameters=True, connect_args=SERVER
            )
            self._writer = self.engine

    @property
    def connections(self) -> tuple[int, int, int]:
        """How many are in use, how many idle, and how many there may be at most; SQLite: its readers."""
        pool = self.engine.sync_engine.pool
        assert isinstance(pool, AsyncAdaptedQueuePool)
        return pool.checkedout(), pool.checkedin(), pool.size() + max(0, pool._max_overflow)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A write transaction: committed when the block ends, rolled back when it raises.

        On SQLite, transactions that overlap in time share one commit (one fsync); each returns only after it.
        """
        opened = self._group.transaction(self._finish) if self.is_sqlite else self._postgres_transaction()
        async with opened as session:
            yield session
        for hook in self.after_commit:
            hook(session)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session for reading only; it never takes the write lock."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def schema_connection(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a write transaction, for migrations.

        On SQLite a column changes by making its table anew, which foreign keys must not take for deleted rows: they
        are looked at once, before the commit (https://www.sqlite.org/lang_altertable.html, section 7).
        """
        async with self._writer.connect() as connection:
            if self.is_sqlite:
                await _enforce_foreign_keys(connection, on=False)
            try:
                async with connection.begin():
                    yield connection
                    if self.is_sqlite and await connection.run_sync(_rows_without_their_row):
                        raise ForeignKeysBroken("A migration left rows that point at nothing; it was undone.")
            finally:
                if self.is_sqlite:
                    await _enforce_foreign_keys(connection, on=True)

    async def close(self) -> None:
        await self.engine.dispose()
        await self._writer.dispose()

    async def _finish(self, session: AsyncSession) -> None:
        for hook in self.before_commit:
            await hook(session)

    @asynccontextmanager
    async def _postgres_transaction(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session
            await self._finish(session)
            await session.commit()


async def _enforce_foreign_keys(connection: AsyncConnection, *, on: bool) -> None:
    """Outside a transaction: SQLite takes no notice of it inside one."""
    raw = await connection.get_raw_connection()
    raw.driver_connection.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")  # type: ignore[union-attr]


def _rows_without_their_row(connection: Connection) -> bool:
    return connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None


async def undo(tx: AsyncSession) -> None:
    """Take back all that was done in `tx` so far, the facts it would have told included; the door may still answer."""
    tx.info.clear()
    await tx.rollback()
