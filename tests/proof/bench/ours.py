"""Yui's path as two processes: `python -m tests.proof.bench.ours send|receive JSON`."""

import asyncio
import sys
import time
from typing import Any

import uvloop
from nats.aio.client import Client

from shared.bus import EventRouter, Tx, Workplace, make_broker
from shared.db import Database, Session
from shared.outbox import Relay, depth, emit
from tests.proof.bench.facts import DURABLE, STREAM, ReferralSent, fact, prepare, take_up
from tests.proof.bench.workers import Job, finish, memory_mib, ready


async def send(job: Job) -> dict[str, Any]:
    """Commit `count` facts: as fast as they go, or one every 1/`per_second` s."""
    db = await prepare(job.database)
    broker = make_broker(job.url, "intake", place=Workplace(db))
    await broker.start()
    client: Client = broker.config.connection_state.connection
    relaying = asyncio.create_task(Relay(db, lambda: client, STREAM).run())
    await ready()
    began = time.monotonic_ns()
    committed = await (_paced(db, job) if job.per_second else _burst(db, job))
    while True:
        async with db.reading() as session:
            if not (await depth(session)).waiting:
                break
        await asyncio.sleep(0.05)
    relaying.cancel()
    await broker.stop()
    await db.close()
    return {"began": began, "committed": committed, "memory_mib": memory_mib()}


async def _burst(db: Database, job: Job) -> list[int]:
    """`writers` commands at a time, each telling `each` facts in its own transaction."""
    firsts = iter(range(0, job.count, job.each))

    async def write() -> None:
        for first in firsts:
            async with db.transaction() as tx:
                for number in range(first, min(first + job.each, job.count)):
                    emit(tx, fact(number))

    await asyncio.gather(*(write() for _ in range(job.writers)))
    return [time.monotonic_ns()]


async def _paced(db: Database, job: Job) -> list[int]:
    committed = []
    began = time.monotonic()
    for number in range(job.count):
        await asyncio.sleep(max(0.0, began + number / job.per_second - time.monotonic()))
        async with db.transaction() as tx:
            emit(tx, fact(number))
        committed.append(time.monotonic_ns())
    return committed


async def receive(job: Job) -> dict[str, Any]:
    """Take up `count` facts; notes when the effect of each was committed."""
    db = await prepare(job.database)
    handled = [0] * job.count
    seen = 0
    all_there = asyncio.Event()
    router = EventRouter()

    @router.on_many(ReferralSent, consumer=DURABLE, batch=job.batch)
    async def referred(events: list[ReferralSent], tx: Tx) -> None:
        await take_up(events, tx)
        tx.info["numbers"] = [event.number for event in events]

    def note(tx: Session) -> None:
        nonlocal seen
        now = time.monotonic_ns()
        for number in tx.info.get("numbers", ()):
            handled[number] = now
            seen += 1
        if seen >= job.count:
            all_there.set()

    db.after_commit.append(note)
    broker = make_broker(job.url, "meetings", place=Workplace(db), routers=[router])
    await broker.start()
    await ready()
    await all_there.wait()
    await broker.stop()
    await db.close()
    return {"handled": handled, "memory_mib": memory_mib()}


if __name__ == "__main__":
    finish(uvloop.run({"send": send, "receive": receive}[sys.argv[1]](Job.of(sys.argv[2]))))
