"""Notices what no client library reports: a stream or durable that is gone, a connection closed for good."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError

from shared.bus.broker import EXIT_CODE, Exit, exit_now
from shared.bus.mending import Forget, Mend
from shared.bus.topology import Consumer

_log = logging.getLogger(__name__)

CONNECTION = "connection"


class Watchdog:
    """Looks every `every` seconds; what is missing in two looks running is mended in place.

    What can't be mended, and a connection closed for good, end the process with code 70: a supervisor starts it
    again, and with it the topology step. NATS being away is not the watchdog's business: clients reconnect for ever
    and the outbox waits. A durable that somebody else put back between two looks shows by its creation time; `forget`
    is told.
    """

    def __init__(
        self,
        client: Client,
        consumers: Iterable[Consumer],
        streams: Iterable[str],
        *,
        every: float = 2.0,
        mend: Mend | None = None,
        forget: Forget | None = None,
        exit_process: Exit = exit_now,
    ) -> None:
        self._client = client
        self._js = client.jetstream(timeout=max(1.0, every))
        self._consumers = tuple(consumers)
        self._streams = tuple(streams)
        self._every = every
        self._mend = mend
        self._forget = forget
        self._born: dict[str, datetime] = {}
        self._reborn: set[str] = set()
        self._exit = exit_process

    async def run(self) -> None:
        """Look until cancelled; returns after it has asked the process to end."""
        before: set[str] = set()
        while True:
            missing = await self.look()
            self._forget_reborn()
            lasting = missing & before
            is_mended = not lasting or await self._mended(lasting)
            self._forget_reborn()  # what came back while it was waited for
            if not is_mended:
                _log.critical("missing on the bus: %s", ", ".join(sorted(lasting)))
                self._exit(EXIT_CODE)
                return
            before = missing - lasting
            await asyncio.sleep(self._every)

    def _forget_reborn(self) -> None:
        if self._reborn and self._forget:
            self._forget(self._reborn)
        self._reborn = set()

    async def _mended(self, lasting: set[str]) -> bool:
        if self._mend is None or CONNECTION in lasting:
            return False
        _log.error("put back on the bus: %s", ", ".join(sorted(lasting)))
        try:
            await self._mend(lasting)
        except (NatsError, TimeoutError) as error:
            _log.warning("could not be put back: %s", type(error).__name__)
            return not self._client.is_connected  # the server went away meanwhile: look again when it is back
        return not lasting & await self.look()

    async def look(self) -> set[str]:
        """What is missing now; nothing when the server cannot be asked."""
        if self._client.is_closed:
            return {CONNECTION}
        if not self._client.is_connected:
            return set()
        missing: set[str] = set()
        try:
            for stream in self._streams:
                await self._look_for(missing, stream, None)
            for each in self._consumers:
                await self._look_for(missing, each.stream, each.durable)
        except (NatsError, TimeoutError) as error:
            _log.warning("the watchdog could not look: %s", type(error).__name__)
        return missing

    async def _look_for(self, missing: set[str], stream: str, durable: str | None) -> None:
        where = f"{stream}/{durable}" if durable else stream
        try:
            if durable is None:
                await self._js.stream_info(stream)
            else:
                self._note_birth(where, (await self._js.consumer_info(stream, durable)).created)
        except NotFoundError:
            missing.add(where)

    def _note_birth(self, where: str, created: datetime) -> None:
        if self._born.get(where, created) != created:
            self._reborn.add(where)
        self._born[where] = created
