"""The relay: carries facts from one service's outbox to its stream, woken by the commit that told them."""

import asyncio
import logging
from collections.abc import Callable

from nats.aio.client import Client
from nats.errors import Error as NatsError
from sqlalchemy.exc import SQLAlchemyError

from shared.clock import Clock, utc_now
from shared.db import Database
from shared.outbox.emit import attach
from shared.outbox.marks import Marks
from shared.outbox.publish import Publisher, Refused, Unknown
from shared.outbox.rows import MOST_IN_A_BATCH, enter_epoch, known_epoch, mark_published, read_unpublished, replay

_log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
SHORTEST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0


class Relay:
    """One service's relay; several instances may run on the same database.

    `client` gives the present connection (a broker has none before it starts). Without a bus the facts simply wait.
    A stream that was created anew is filled with everything the outbox still keeps. `note` hears of each batch.
    """

    def __init__(
        self,
        db: Database,
        client: Callable[[], Client],
        stream: str,
        *,
        clock: Clock = utc_now,
        batch: int = MOST_IN_A_BATCH,
        timeout: float = 5.0,
        note: Callable[[int], None] = lambda carried: None,
    ) -> None:
        self._db = db
        self._client = client
        self._stream = stream
        self._clock = clock
        self._batch = batch
        self._timeout = timeout
        self._note = note
        self._woken = asyncio.Event()
        self._epoch: str | None = None
        self._reconnects = -1
        self._looked = 0.0
        self._carried = 0
        self._marks = Marks(db, stream, clock)
        attach(db, self._woken.set, clock=clock)

    def wake(self) -> None:
        """There is something to publish; commits through `db` call this by themselves."""
        self._woken.set()

    async def run(self) -> None:
        """Carry until cancelled."""
        marking = asyncio.create_task(self._marks.run())
        try:
            await self._carry_on()
        finally:
            marking.cancel()
            await asyncio.wait([marking])

    async def _carry_on(self) -> None:
        pause = SHORTEST_PAUSE_SECONDS
        while True:
            self._woken.clear()
            try:
                while await self.carry():
                    pause = SHORTEST_PAUSE_SECONDS
            except (NatsError, SQLAlchemyError, OSError, Refused, Unknown) as error:
                code = f" {error.code}" if isinstance(error, Refused) else ""
                _log.warning("%s: facts wait: %s%s", self._stream, type(error).__name__, code)
                self._epoch = None  # a refusal may mean another stream than the one we knew
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            else:
                await self._sleep()

    async def carry(self) -> int:
        """Publish one batch; returns how many facts that were. Raises what `run` waits out."""
        client = self._client()
        epoch = await self._present_epoch(client)
        publisher = Publisher(client, self._stream, timeout=self._timeout)
        carried = await (self._carry_alone if self._db.is_sqlite else self._carry_locked)(publisher, epoch)
        if carried:
            self._note(carried)
        return carried

    async def _carry_alone(self, publisher: Publisher, epoch: str) -> int:
        """SQLite: its one writer must not wait for the bus, so nothing is locked and marks are written later.

        Rows are numbered in the order of their commits, so what is new is behind the last one carried. When nothing
        is, a look from the beginning finds what a replay set free.
        """
        async with self._db.reading() as session:
            rows = await read_unpublished(session, after=self._carried, most=self._batch)
            if not rows:
                found = await read_unpublished(session, most=self._batch + len(self._marks))
                rows = [row for row in found if row.seq not in self._marks][: self._batch]
        if rows:
            await publisher.publish(rows)
            self._marks.add([row.seq for row in rows], epoch)
            self._carried = rows[-1].seq
        return len(rows)

    async def _carry_locked(self, publisher: Publisher, epoch: str) -> int:
        """PostgreSQL: rows stay locked from reading to marking, and other instances skip them."""
        async with self._db.transaction() as tx:
            rows = await read_unpublished(tx, most=self._batch)
            if rows:
                await publisher.publish(rows)
                await mark_published(tx, [row.seq for row in rows], self._stream, epoch, self._clock())
        return len(rows)

    async def _sleep(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            return  # a slow look of its own, for rows another process wrote or left behind

    async def _present_epoch(self, client: Client) -> str:
        """The stream's creation time, asked anew after a reconnect, an error, and every few seconds."""
        now = asyncio.get_running_loop().time()
        reconnects = client.stats["reconnects"]
        if self._epoch is None or reconnects != self._reconnects or now - self._looked > LOOK_SECONDS:
            info = await client.jetstream(timeout=self._timeout).stream_info(self._stream)
            if info.created is None:
                raise Refused(0)
            self._epoch = info.created.isoformat()
            self._reconnects, self._looked = reconnects, now
            await self._compare(self._epoch)
        return self._epoch

    async def _compare(self, epoch: str) -> None:
        async with self._db.reading() as session:
            known = await known_epoch(session, self._stream)
        if known == epoch:
            return
        async with self._db.transaction() as tx:
            again = await replay(tx) if known is not None else 0
            await enter_epoch(tx, self._stream, epoch)
        if known is not None:
            _log.warning("%s: the stream is a new one, %d facts are published again", self._stream, again)
