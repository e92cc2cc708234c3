"""Noting what was published, some at a time: a mark saves a second publishing, nothing else depends on it."""

import asyncio
import logging
from collections.abc import Iterable

from sqlalchemy.exc import SQLAlchemyError

from shared.clock import Clock
from shared.db import Database
from shared.outbox.rows import mark_published

_log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.5


class Marks:
    """Published facts whose rows do not say so yet.

    After a crash those are published again with the same ids and dropped by the stream, or by the inboxes.
    """

    def __init__(self, db: Database, stream: str, clock: Clock) -> None:
        self._db = db
        self._stream = stream
        self._clock = clock
        self._waiting: dict[int, str] = {}
        self._something = asyncio.Event()

    def __contains__(self, seq: int) -> bool:
        return seq in self._waiting

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, seqs: Iterable[int], epoch: str) -> None:
        """The stream created at `epoch` has these."""
        self._waiting.update(dict.fromkeys(seqs, epoch))
        self._something.set()

    async def run(self) -> None:
        """Write marks until cancelled, then the last ones."""
        try:
            while True:
                await self._something.wait()
                await asyncio.sleep(PAUSE_SECONDS)
                await self._try()
        finally:
            await self._try()

    async def _try(self) -> None:
        try:
            await self._write()
        except (SQLAlchemyError, OSError) as error:
            _log.warning("%s: %d marks wait: %s", self._stream, len(self), type(error).__name__)

    async def _write(self) -> None:
        self._something.clear()
        taken = dict(self._waiting)
        try:
            async with self._db.transaction() as tx:
                for epoch in set(taken.values()):
                    seqs = [seq for seq, each in taken.items() if each == epoch]
                    await mark_published(tx, seqs, self._stream, epoch, self._clock())
        except BaseException:
            self._something.set()
            raise
        for seq in taken:
            self._waiting.pop(seq, None)
