"""A small stage for tests on a real bus: intake tells, meetings listens."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from nats.aio.client import Client
from nats.js import JetStreamContext
from sqlalchemy import Column, MetaData, String, Table, func, insert, select

from shared.bus import EventRouter, Now, ServiceBroker, Tx, Workplace, apply_topology, consumers, make_broker
from shared.bus.topology import ACK_WAIT_SECONDS
from shared.contracts.base import Event
from shared.db import Database
from shared.db.core import execute
from shared.db.plumbing import plumbing
from shared.outbox import Depth, Relay, depth, emit
from tests.databases import Databases, databases_in

metadata = MetaData()
# No unique key: a doubled effect must be able to show itself.
effects = Table("effects", metadata, Column("event_id", String(60)), Column("instance", String(20)))

STREAM = "INTAKE"
DURABLE = "meetings-things"


class ThingHappened(Event):
    """A fact for tests."""

    subject = "intake.thing_happened.v1"

    number: int = 0


async def record(events: list[ThingHappened], tx: Tx, instance: str = "") -> None:
    """The effect: one row an event."""
    await execute(tx, insert(effects), [{"event_id": event.event_id, "instance": instance} for event in events])


def recording(instance: str = "", *, batch: int = 256) -> EventRouter:
    """A router whose only handler records every fact."""
    router = EventRouter()

    @router.on_many(ThingHappened, consumer=DURABLE, batch=batch)
    async def recorded(events: list[ThingHappened], tx: Tx, now: Now) -> None:
        await record(events, tx, instance)

    return router


async def make_database(url: str) -> Database:
    """A database with the plumbing and the effects table."""
    db = Database(url)
    async with db.transaction() as tx:
        connection = await tx.connection()
        await connection.run_sync(plumbing.create_all)
        await connection.run_sync(metadata.create_all)
    return db


async def effects_in(db: Database) -> tuple[int, int]:
    """How many effects, and how many different facts they come from."""
    async with db.reading() as session:
        statement = select(func.count(), func.count(effects.c.event_id.distinct()))
        count, different = (await execute(session, statement)).one()
    return count, different


async def nothing_waits(db: Database) -> bool:
    """Whether every fact of `db` is published and marked so."""
    async with db.reading() as session:
        return await depth(session) == Depth(0, None)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 10.0) -> float:
    """Wait for `condition`; returns the seconds it took, fails after `seconds`."""
    began = time.monotonic()
    while not await condition():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"not within {seconds:g} s")
        await asyncio.sleep(0.02)
    return time.monotonic() - began


class Stage:
    """Databases, brokers and tasks of one test; `close` ends them all."""

    def __init__(self, url: str, here: Path) -> None:
        self.url = url
        self.here = here
        self.exits: list[int] = []
        self.brokers: list[ServiceBroker] = []
        self.tasks: list[asyncio.Task[None]] = []
        self.databases: list[Database] = []
        self._urls: dict[str, str] = {}

    async def database(self, name: str, url: str = "") -> Database:
        db = await make_database(url or self._url_of(name))
        self.databases.append(db)
        return db

    def _url_of(self, name: str) -> str:
        """Who asks for the same name is another instance on the same database."""
        if name not in self._urls:
            self._urls[name] = self._made(name)
        return self._urls[name]

    @cached_property
    def _made(self) -> Databases:
        return databases_in(self.here)

    async def broker(self, service: str, db: Database, *routers: EventRouter, **place: Any) -> ServiceBroker:
        workplace = Workplace(db, **place)
        broker = make_broker(self.url, service, place=workplace, routers=routers, exit_process=self.exits.append)
        self.brokers.append(broker)
        async with asyncio.timeout(10):
            await broker.start()
        return broker

    async def topology(self, *routers: EventRouter, ack_wait: float = ACK_WAIT_SECONDS) -> None:
        client = await self.client()
        await apply_topology(client.jetstream(), consumers(routers, ack_wait_seconds=ack_wait), [STREAM])
        await client.close()

    async def client(self) -> Client:
        client = Client()
        await client.connect(self.url)
        return client

    async def relay(
        self, db: Database, *, note: Callable[[int], None] = lambda carried: None
    ) -> tuple[Relay, ServiceBroker]:
        broker = await self.broker("intake", db)
        relay = Relay(db, lambda: client_of(broker), STREAM, timeout=2.0, note=note)
        self.tasks.append(asyncio.create_task(relay.run()))
        return relay, broker

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for broker in self.brokers:
            await broker.stop()
        for db in self.databases:
            await db.close()
        self._made.drop()


def client_of(broker: ServiceBroker) -> Client:
    """The broker's present connection."""
    client: Client = broker.config.connection_state.connection
    return client


def jetstream_of(broker: ServiceBroker) -> JetStreamContext:
    return client_of(broker).jetstream()


async def tell(db: Database, count: int, *, each: int = 250, start: int = 0) -> list[ThingHappened]:
    """Commit `count` facts, `each` a transaction."""
    events = [
        ThingHappened(municipality="39401", aggregate_id=f"C-{start + n}", number=start + n) for n in range(count)
    ]
    for first in range(0, count, each):
        async with db.transaction() as tx:
            for event in events[first : first + each]:
                emit(tx, event)
    return events
