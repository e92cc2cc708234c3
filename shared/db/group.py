"""Grouped commits on SQLite: writers take turns in one open transaction and share its fsync."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

MOST_MEMBERS = 128  # bounds how long the first writer of a group can wait for the last


class _Open:
    """One transaction that several writers share."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.members = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class GroupCommit:
    """SQLite has a single writer, so the writers of one process queue here instead of on the file lock.

    Each works in its own savepoint, so one that fails undoes only its own rows. Whoever finds nobody waiting behind
    commits for all; nobody returns before that commit is on disk.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._open: _Open | None = None
        self._settling: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def transaction(self, finish: Callable[[AsyncSession], Awaitable[None]]) -> AsyncIterator[AsyncSession]:
        await self._wait_for_turn()
        try:
            group = self._open or await self._begin()
            session = AsyncSession(group.connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
            try:
                yield session
                await finish(session)
                await session.commit()
                group.members += 1
            finally:
                await session.close()  # rolls back to the savepoint unless committed
        finally:
            try:
                if self._open and (self._waiting == 0 or self._open.members >= MOST_MEMBERS):
                    await self._commit(self._open)
            finally:
                self._turn.release()
        await asyncio.shield(group.done)

    async def _wait_for_turn(self) -> None:
        self._waiting += 1
        try:
            await self._turn.acquire()
        except asyncio.CancelledError:
            # The writer before us may have left the commit to us.
            if self._waiting == 1 and self._open and not self._turn.locked():
                self._settling = asyncio.create_task(self._settle(self._open))
            raise
        finally:
            self._waiting -= 1

    async def _begin(self) -> _Open:
        connection = await self._engine.connect()
        try:
            await connection.begin()
        except BaseException:
            await connection.close()
            raise
        self._open = _Open(connection)
        return self._open

    async def _settle(self, group: _Open) -> None:
        async with self._turn:
            if self._open is group:
                await self._commit(group)

    async def _commit(self, group: _Open) -> None:
        self._open = None
        try:
            await group.connection.commit()
            group.done.set_result(None)
        except BaseException as error:
            group.done.set_exception(error)
            group.done.exception()  # a group whose members all failed has nobody to read it
            if not isinstance(error, Exception):
                raise
        finally:
            await group.connection.close()
