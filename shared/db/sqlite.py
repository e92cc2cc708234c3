"""SQLite for an event loop without a thread hop a statement.

aiosqlite hands every cursor call to a worker thread: four hops for one SELECT, some 400 µs. SQLite itself answers in
10 µs, so statements run where they are called; only what can wait on the disk or on another process (BEGIN IMMEDIATE,
COMMIT) goes to a thread. See docs/decisions/0010. One trap: `AsyncConnection.execute` insists on an await that never
happens here; go through a session, `shared.db.core.execute`, or `run_sync`.
"""

import asyncio
import sqlite3
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, Pool, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

BUSY_TIMEOUT = "PRAGMA busy_timeout=10000"
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a commit answered is a commit on disk
    "PRAGMA foreign_keys=ON",
    BUSY_TIMEOUT,
    "PRAGMA secure_delete=ON",  # a destroyed row leaves no bytes behind
    "PRAGMA cache_size=-8000",
    "PRAGMA wal_autocheckpoint=8000",  # 32 MB: a checkpoint inside a commit makes its neighbours wait, so seldom
)


class InlineCursor(sqlite3.Cursor):
    """A cursor that holds nothing SQLAlchemy would have to close across an await."""

    async def _async_soft_close(self) -> None:
        return None


class InlineConnection(sqlite3.Connection):
    """A connection whose cursors SQLAlchemy's asyncio layer accepts."""

    def cursor(self, factory: type[sqlite3.Cursor] = InlineCursor) -> Any:  # type: ignore[override]  # one factory is enough here
        return super().cursor(factory)


class InlineSQLite(SQLiteDialect_pysqlite):
    """The standard library's sqlite3 under SQLAlchemy's asyncio layer."""

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def do_commit(self, dbapi_connection: Any) -> None:
        if dbapi_connection.in_transaction:
            await_only(asyncio.to_thread(dbapi_connection.commit))

    # Each writer of a group works in a savepoint; compiling a statement for each step would cost it 0.1 ms.

    def do_savepoint(self, connection: Connection, name: str) -> None:
        _driver(connection).execute(f"SAVEPOINT {name}")

    def do_rollback_to_savepoint(self, connection: Connection, name: str) -> None:
        _driver(connection).execute(f"ROLLBACK TO SAVEPOINT {name}")

    def do_release_savepoint(self, connection: Connection, name: str) -> None:
        _driver(connection).execute(f"RELEASE SAVEPOINT {name}")


def _driver(connection: Connection) -> sqlite3.Connection:
    raw: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]  # the only driver here
    return raw


registry.register("sqlite.inline", __name__, "InlineSQLite")


def _begin_writing(raw: sqlite3.Connection) -> None:
    """Take the write lock at once when it is free (10 µs); only the wait for another process goes to a thread."""
    raw.execute("PRAGMA busy_timeout=0")
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        raw.execute(BUSY_TIMEOUT)
        await_only(asyncio.to_thread(raw.execute, "BEGIN IMMEDIATE"))
    else:
        raw.execute(BUSY_TIMEOUT)


def sqlite_engine(url: URL, *, writes: bool, pool_size: int) -> AsyncEngine:
    """An engine whose transactions start as readers, or at once as the one writer (`BEGIN IMMEDIATE`).

    A deferred transaction that reads and then writes would fail at once with BUSY_SNAPSHOT.
    """
    engine = create_async_engine(
        url.set(drivername="sqlite+inline"),
        pool_size=pool_size,
        max_overflow=0,
        hide_parameters=True,  # an error must not print what somebody typed
        pool_timeout=60,
        connect_args={"check_same_thread": False, "isolation_level": None, "factory": InlineConnection},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        if writes:
            _begin_writing(_driver(connection))
        else:
            _driver(connection).execute("BEGIN")

    return engine
