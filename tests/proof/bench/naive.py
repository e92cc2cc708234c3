"""The design one writes first, as two processes: an ORM session an event, polling, publishing one by one.

It is no straw man: durable (outbox, inbox, SQLite FULL), correct while nothing fails, and what most examples show.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

from faststream.nats import JStream, NatsBroker, NatsMessage
from nats.js.api import ConsumerConfig
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import Field, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.clock import new_id
from tests.proof.bench.facts import CASES, DURABLE, STREAM, ReferralSent, fact
from tests.proof.bench.workers import Job, finish, memory_mib, ready

POLL_SECONDS = 0.1


class OutboxRow(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    subject: str
    headers: str
    body: bytes
    published_at: datetime | None = Field(default=None, index=True)


class InboxRow(SQLModel, table=True):
    event_id: str = Field(primary_key=True)


class CaseRow(SQLModel, table=True):
    ref: str = Field(primary_key=True)
    area: int


class EffectRow(SQLModel, table=True):
    id: str = Field(default_factory=new_id, primary_key=True)
    event_id: str
    area: int
    number: int


async def open_engine(path: str) -> AsyncEngine:
    """The file with its tables, fsynced at every commit."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}")

    @sqlalchemy_event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    async with engine.begin() as begun:
        await begun.run_sync(SQLModel.metadata.create_all)
    return engine


async def open_database(path: str) -> AsyncEngine:
    """The same with the cases."""
    engine = await open_engine(path)
    async with AsyncSession(engine) as session:
        session.add_all([CaseRow(ref=f"C-2026-{n:04}", area=n % 16) for n in range(CASES)])
        await session.commit()
    return engine


async def send(job: Job) -> dict[str, Any]:
    engine = await open_database(job.database.removeprefix("sqlite:///"))
    broker = NatsBroker(job.url, logger=None)
    await broker.start()
    relaying = asyncio.create_task(relay(engine, broker))
    await ready()
    began = time.monotonic()
    began_ns, committed = time.monotonic_ns(), []
    for number in range(job.count):
        if job.per_second:
            await asyncio.sleep(max(0.0, began + number / job.per_second - time.monotonic()))
        event = fact(number)
        async with AsyncSession(engine) as session:
            session.add(
                OutboxRow(subject=event.wire_subject(), headers=json.dumps(event.headers()), body=event.payload())
            )
            await session.commit()
        committed.append(time.monotonic_ns())
    await all_published(engine)
    relaying.cancel()
    await broker.stop()
    await engine.dispose()
    return {"began": began_ns, "committed": committed, "memory_mib": memory_mib()}


async def all_published(engine: AsyncEngine) -> None:
    waiting = True
    while waiting:
        await asyncio.sleep(POLL_SECONDS)
        async with AsyncSession(engine) as session:
            statement = select(OutboxRow).where(OutboxRow.published_at == None)  # noqa: E711
            waiting = (await session.exec(statement)).first() is not None


async def relay(engine: AsyncEngine, broker: NatsBroker) -> None:
    while True:
        async with AsyncSession(engine) as session:
            statement = select(OutboxRow).where(OutboxRow.published_at == None).order_by("id").limit(100)  # noqa: E711
            rows = (await session.exec(statement)).all()
            for row in rows:
                headers = json.loads(row.headers)
                await broker.publish(row.body, row.subject, headers=headers, stream=STREAM, timeout=5)
                row.published_at = datetime.now(UTC)
                session.add(row)
            await session.commit()
        if not rows:
            await asyncio.sleep(POLL_SECONDS)


async def receive(job: Job) -> dict[str, Any]:
    engine = await open_database(job.database.removeprefix("sqlite:///"))
    handled = [0] * job.count
    seen = 0
    all_there = asyncio.Event()
    broker = NatsBroker(job.url, logger=None)
    config = ConsumerConfig(durable_name=DURABLE)

    @broker.subscriber(
        ReferralSent.filter_subject(),
        durable=DURABLE,
        stream=JStream(STREAM, declare=False),
        config=config,
        pull_sub=True,
    )
    async def referred(body: dict[str, Any], message: NatsMessage) -> None:
        nonlocal seen
        headers = message.headers
        async with AsyncSession(engine) as session:
            if await session.get(InboxRow, headers["ce-id"]):
                return
            session.add(InboxRow(event_id=headers["ce-id"]))
            case = await session.get(CaseRow, headers["ce-subject"])
            area = case.area if case else 0
            session.add(EffectRow(event_id=headers["ce-id"], area=area, number=body["number"]))
            await session.commit()
        handled[body["number"]] = time.monotonic_ns()
        seen += 1
        if seen >= job.count:
            all_there.set()

    await broker.start()
    await ready()
    await all_there.wait()
    await broker.stop()
    await engine.dispose()
    return {"handled": handled, "memory_mib": memory_mib()}


if __name__ == "__main__":
    # The plain loop, as an example would have it: uvloop is one of the things measured.
    finish(asyncio.run({"send": send, "receive": receive}[sys.argv[1]](Job.of(sys.argv[2]))))
