"""A service's place on the bus: broker, relay, watchdog, health, dead letters and figures, the same for each.

Kept apart from shared/web (which knows no bus) and shared/bus (which knows no web).
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import structlog
from fastapi import FastAPI
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from shared.bus import (
    STREAMS,
    Consumer,
    EventRouter,
    Handled,
    ServiceBroker,
    Watchdog,
    Workplace,
    apply_topology,
    consumers,
    dead_letter_depth,
    forgetter,
    lag,
    make_broker,
    mender,
    missing,
    reactions,
    topology_made,
    waiter,
)
from shared.bus.broker import Exit, exit_now
from shared.clock import Clock
from shared.db import Database
from shared.figures import WorkFigures, WorkRoom
from shared.metrics import Metrics
from shared.outbox import Depth, Relay, depth
from shared.settings import ServiceSettings
from shared.timers import end_all
from shared.tracing import tracing_of
from shared.web.service import Check, add_operations

log = structlog.get_logger()

JOIN_SECONDS = 10.0  # how long a start waits for the bus before it serves without it
FIGURES_SECONDS = 5.0
OLD_OUTBOX_SECONDS = 60.0
SLOW_LOOP_SECONDS = 1.0


class Link:
    """Everything that ties one service to NATS."""

    def __init__(
        self, service: str, settings: ServiceSettings, db: Database, router: EventRouter, metrics: Metrics,
        clock: Clock, work: WorkRoom, *, exit_process: Exit = exit_now,
    ) -> None:  # fmt: skip
        self.service = service
        self.db = db
        self.metrics = metrics
        self.clock = clock
        self.work = WorkFigures(service, db, metrics, clock, work)
        self._figures_every = settings.figures_seconds
        self.consumers: list[Consumer] = consumers([router])
        self.makes_topology = settings.makes_topology
        self._own_stream = [service.upper()]
        self._exit = exit_process
        handled = Handled(service, metrics.registry)
        handled.begin(each.durable for each in self.consumers)
        password = settings.nats_password.get_secret_value() if settings.nats_password else None
        self.broker: ServiceBroker = make_broker(
            settings.nats_url,
            service,
            place=Workplace(
                db,
                clock,
                handled=handled,
                write_lines=settings.request_log,
                tracing=tracing_of(service, settings.otlp_endpoint),
            ),
            routers=[router],
            registry=metrics.registry,
            user=settings.nats_user,
            password=password,
            exit_process=exit_process,
        )
        self.reactions = reactions(self.broker)
        self.relay = Relay(db, self.client, service.upper(), clock=clock, note=self._note_carried)
        self.joined = asyncio.Event()
        self._loop_delay = 0.0

    def _note_carried(self, facts: int) -> None:
        self.metrics.relay_batch.labels(self.service).observe(facts)
        self.metrics.outbox_published.labels(self.service).inc(facts)

    def client(self) -> Client:
        """The present connection; an error of nats-py's own while there is none."""
        connection = getattr(self.broker.config.connection_state, "_connection", None)
        if not isinstance(connection, Client):  # none yet, or a broker in memory
            raise NatsError("not connected yet")
        return connection

    @property
    def _is_connected(self) -> bool:
        try:
            return self.client().is_connected
        except NatsError:
            return False

    def _jetstream(self, timeout: float) -> JetStreamContext:
        return self.client().jetstream(timeout=timeout)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """On the bus while the block lasts. Without a bus the doors open all the same: facts wait in the outbox."""
        tasks = [asyncio.create_task(work, name=name) for name, work in self._work().items()]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.joined.wait(), JOIN_SECONDS)
        try:
            yield
        finally:
            await end_all(tasks)
            await self.broker.stop()

    def _work(self) -> dict[str, Any]:
        return {
            "bus": self._join_and_watch(),
            "relay": self._relay_once_joined(),
            "figures": self._keep_figures(),
            "figures of the work": self.work.keep(self._figures_every),
        }

    async def _join_and_watch(self) -> None:
        while not self.joined.is_set():
            try:
                await self._join()
            except (TimeoutError, NatsError, OSError) as error:
                log.warning("the bus is not there yet", service=self.service, error=type(error).__name__)
                await asyncio.sleep(1)
        js, own = self._jetstream(5), self._own_stream
        put_back = partial(mender, streams=STREAMS) if self.makes_topology else partial(waiter, streams=own)
        mend, forget = put_back(self.broker, js, self.consumers), forgetter(self.broker)
        await Watchdog(self.client(), self.consumers, own, mend=mend, forget=forget, exit_process=self._exit).run()

    async def _join(self) -> None:
        """Once the bus is there; for streams and durables that somebody else makes, however long they take."""
        await asyncio.wait_for(self.broker.connect(), JOIN_SECONDS)
        if self.makes_topology:
            await asyncio.wait_for(apply_topology(self._jetstream(5), self.consumers, STREAMS), JOIN_SECONDS)
        else:
            await topology_made(self._jetstream(5), self.consumers, self._own_stream)
        await asyncio.wait_for(self.broker.start(), JOIN_SECONDS)
        self.joined.set()

    async def _relay_once_joined(self) -> None:
        await self.joined.wait()
        await self.relay.run()

    async def _keep_figures(self) -> None:
        while True:
            before = asyncio.get_running_loop().time()
            await asyncio.sleep(FIGURES_SECONDS)
            self._loop_delay = asyncio.get_running_loop().time() - before - FIGURES_SECONDS
            try:
                await self.take_figures()
            except Exception as error:
                log.warning("figures not taken", service=self.service, exc_info=error)

    async def take_figures(self) -> None:
        """How much waits, here and on the bus."""
        name = self.service
        waiting, letters = await self._rows()
        self.metrics.outbox_depth.labels(name).set(waiting.waiting)
        self.metrics.outbox_age.labels(name).set(self._age(waiting))
        self.metrics.dead_letters.labels(name).set(letters)
        self.metrics.loop_delay.labels(name).set(self._loop_delay)
        in_use, idle, limit = self.db.connections
        self.metrics.pool.labels(name, "in_use").set(in_use)
        self.metrics.pool.labels(name, "idle").set(idle)
        self.metrics.pool_limit.labels(name).set(limit)
        self.metrics.bus_joined.labels(name).set(self._is_connected and self.joined.is_set())
        if self._is_connected:
            await self._take_figures_of_bus()

    async def _take_figures_of_bus(self) -> None:
        gone = await missing(self._jetstream(2), self.consumers, self._own_stream)
        self.metrics.topology_missing.labels(self.service).set(len(gone))
        there = [each for each in self.consumers if f"{each.stream}/{each.durable}" not in gone]
        for durable, behind in (await lag(self._jetstream(2), there)).items():
            self.metrics.consumer_lag.labels(self.service, durable).set(behind)

    async def _rows(self) -> tuple[Depth, int]:
        async with self.db.reading() as tx:
            return await depth(tx), await dead_letter_depth(tx)

    def add_operations(self, app: FastAPI) -> None:
        """Health doors that look at the database, the bus, the consumers, the outbox and the event loop."""
        checks: dict[str, Check] = {
            "database": self._check_database,
            "bus": self._check_bus,
            "event_loop": self._check_loop,
        }
        add_operations(app, self.service, checks)

    async def _check_database(self) -> str | None:
        try:
            waiting, _letters = await self._rows()
        except Exception:
            return "can't be read"
        return "old facts wait" if self._age(waiting) > OLD_OUTBOX_SECONDS else None

    def _age(self, waiting: Depth) -> float:
        return (self.clock() - waiting.oldest).total_seconds() if waiting.oldest else 0.0

    async def _check_bus(self) -> str | None:
        if not self._is_connected:
            return "not connected"
        try:
            if await missing(self._jetstream(2), self.consumers, self._own_stream):
                return "streams or durables are missing"
        except (NatsError, TimeoutError):
            return "does not answer"
        return None if self.joined.is_set() else "not joined yet"

    async def _check_loop(self) -> str | None:
        return "slow" if self._loop_delay > SLOW_LOOP_SECONDS else None
