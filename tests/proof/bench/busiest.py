"""The product's busiest handler on a real bus, notify's invitations, as two processes (`send|receive JSON`)."""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvloop
from nats.aio.client import Client
from sqlmodel import col, func, select

from services.notify.handlers import handlers
from services.notify.models import Message
from shared.bus import Workplace, apply_topology, consumers, make_broker
from shared.clock import new_id
from shared.contracts.meetings import ParticipantCalled
from shared.contracts.words import CallReason, Capacity, InviteeKind
from shared.db import Database
from shared.migrate import migrate
from shared.outbox import Relay, depth, emit
from tests.proof.bench.path import pair
from tests.proof.bench.registry import Figures, Ground, register
from tests.proof.bench.workers import Job, finish, memory_mib, ready

ROOT = Path(__file__).parents[3]
THIS = "tests.proof.bench.busiest"
STARTS = datetime(2026, 12, 8, 4, 30, tzinfo=UTC)


@register("handler")
async def invitations(ground: Ground) -> Figures:
    """From the first commit in one process to the last invitation committed in notify's own database."""
    with ground.step("the product's busiest handler"):
        figures = await pair(ground, THIS, Job("", "", ground.count(10_000)))
    return {"invitations_per_s": figures["events_per_s"]}


def call(number: int) -> ParticipantCalled:
    """One call to a sitting, as meetings tells it."""
    return ParticipantCalled(
        municipality="39401", aggregate_id=new_id(), meeting_id=new_id(), invitation_id=new_id(), body="network",
        title="安心生活応援ネットワーク会議", starts_at=STARTS + timedelta(days=number % 300), minutes=90,
        place="役場 2階会議室", sequence=0, uid=f"{number}@yui", invitee_kind=InviteeKind.POST, invitee="D",
        reasons=[CallReason.HEALTH_ITEM], capacity=Capacity.HEALTH_NURSE, cases=[f"C-2026-{number:04}"],
    )  # fmt: skip


async def send(job: Job) -> dict[str, Any]:
    """Commit `count` calls, 200 a transaction."""
    db = Database(job.database)
    await migrate(db, ROOT / "services/meetings/migrations")
    broker = make_broker(job.url, "meetings", place=Workplace(db))
    await broker.start()
    client: Client = broker.config.connection_state.connection
    await apply_topology(client.jetstream(), consumers([handlers]))
    relaying = asyncio.create_task(Relay(db, lambda: client, "MEETINGS").run())
    await ready()
    began = time.monotonic_ns()
    for first in range(0, job.count, job.each):
        async with db.transaction() as tx:
            for number in range(first, min(first + job.each, job.count)):
                emit(tx, call(number))
    while await _waiting(db):  # noqa: ASYNC110  # rows in a database; nothing can wake us
        await asyncio.sleep(0.02)
    relaying.cancel()
    return {"began": began, "committed": [], "memory_mib": memory_mib()}


async def receive(job: Job) -> dict[str, Any]:
    """Handle `count` calls with notify's own handlers."""
    db = Database(job.database)
    await migrate(db, ROOT / "services/notify/migrations")
    broker = make_broker(job.url, "notify", place=Workplace(db), routers=[handlers])
    await broker.connect()
    client: Client = broker.config.connection_state.connection
    await apply_topology(client.jetstream(), consumers([handlers]))
    await broker.start()
    await ready()
    while await _messages(db) < job.count:  # noqa: ASYNC110  # rows in a database; nothing can wake us
        await asyncio.sleep(0.01)
    ended = time.monotonic_ns()
    await broker.stop()
    return {"handled": [ended], "memory_mib": memory_mib()}


async def _waiting(db: Database) -> int:
    async with db.reading() as tx:
        return (await depth(tx)).waiting


async def _messages(db: Database) -> int:
    async with db.reading() as tx:
        return (await tx.exec(select(func.count(col(Message.id))))).one()


if __name__ == "__main__":
    part, job = {"send": send, "receive": receive}[sys.argv[1]], Job.of(sys.argv[2])
    finish(uvloop.run(part(job)))
