"""The process that keeps streams and durables as they should be, so that no service needs the right to change them.

Used where the bus has users (compose.yaml); `yui up` lets each service make its own (`YUI_MAKES_TOPOLOGY`).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from services.catalogue import all_services
from shared.bus import EXIT_CODE, STREAMS, Consumer, Watchdog, apply_topology, drift
from shared.bus.broker import Exit, exit_now
from shared.bus.client import LASTING, BusClient, inbox_of
from shared.bus.permissions import TOPOLOGY
from shared.metrics import Metrics
from shared.settings import ServiceSettings
from shared.timers import end_all
from shared.web.service import add_operations

log = structlog.get_logger()

CONNECT_SECONDS = 10.0


class Keeper:
    """Applies the topology once the bus is there, then puts back what goes missing."""

    def __init__(self, settings: ServiceSettings, exit_process: Exit = exit_now) -> None:
        self.settings = settings
        self.consumers: list[Consumer] = [each for service in all_services() for each in service.consumers]
        self.client = BusClient()
        self.leaving = False
        self._exit = exit_process

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """At work while the block lasts."""
        keeping = asyncio.create_task(self._keep(), name=TOPOLOGY)
        try:
            yield
        finally:
            self.leaving = True
            await end_all([keeping])
            await self.client.close()

    async def _keep(self) -> None:
        while not await self._begun():  # noqa: ASYNC110  # each look is a try
            await asyncio.sleep(1)
        await Watchdog(self.client, self.consumers, STREAMS, mend=self._mend, exit_process=self._exit).run()

    async def _begun(self) -> bool:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                if not self.client.is_connected:
                    await self._connect()
                await apply_topology(self._js(), self.consumers)
        except (NatsError, OSError, TimeoutError) as error:
            log.warning("streams and durables can't be made yet", error=type(error).__name__)
            return False
        return True

    async def _connect(self) -> None:
        password = self.settings.nats_password
        old, self.client = self.client, BusClient()
        await old.close()  # it would come back by itself and stay, a second connection
        await self.client.connect(
            self.settings.nats_url.split(","),
            name=f"yui-{TOPOLOGY}",
            inbox_prefix=inbox_of(TOPOLOGY),
            user=self.settings.nats_user,
            password=password.get_secret_value() if password else None,
            closed_cb=self._closed,
            error_cb=_quiet,
            **LASTING,
        )

    async def _closed(self) -> None:
        if not self.leaving and self.client.is_closed:
            log.critical("the connection to the bus is closed for good")
            self._exit(EXIT_CODE)

    async def _mend(self, _missing: set[str]) -> None:
        await apply_topology(self._js(), self.consumers)

    def _js(self) -> JetStreamContext:
        return self.client.jetstream(timeout=5)

    async def check(self) -> str | None:
        """What the health door says of the bus."""
        if not self.client.is_connected:
            return "not connected"
        try:
            differences = await drift(self._js(), self.consumers, strangers=False)  # what is left over harms nobody
            return "streams or durables differ" if differences else None
        except (NatsError, TimeoutError):
            return "does not answer"


async def _quiet(_error: Exception) -> None:
    """nats-py would print it; what matters shows in the health door."""


def create_app() -> FastAPI:
    """Health doors around the keeper; nobody but operations asks it anything."""
    keeper = Keeper(ServiceSettings())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with keeper.running():
            yield

    app = FastAPI(title=f"Yui {TOPOLOGY}", docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=lifespan)
    app.state.metrics = Metrics()
    add_operations(app, TOPOLOGY, {"bus": keeper.check})
    return app
