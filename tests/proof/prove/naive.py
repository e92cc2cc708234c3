"""The naive design as two processes that may be killed: poll, publish, then mark; a handler without an inbox.

The same rows and the same relay as the bench's naive design; only the inbox is missing, as in most examples.
"""

import asyncio
import json
import sys
from typing import Any

from faststream.nats import JStream, NatsBroker, NatsMessage
from nats.js.api import ConsumerConfig
from sqlalchemy import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from tests.proof.bench.facts import CASES, DURABLE, STREAM, ReferralSent, fact
from tests.proof.bench.naive import CaseRow, EffectRow, OutboxRow, open_engine, relay

PER_SECOND = 60.0


async def send(url: str, database: str, count: int) -> None:
    """Tell facts until there are `count`, and relay them; whatever goes wrong ends the process."""
    engine = await open_engine(database)
    broker = NatsBroker(url, logger=None)
    await broker.start()
    async with asyncio.TaskGroup() as group:
        group.create_task(relay(engine, broker))
        async with AsyncSession(engine) as session:
            told = (await session.exec(select(func.count()).select_from(OutboxRow))).one()
        for number in range(told, count):
            event = fact(number)
            async with AsyncSession(engine) as session:
                session.add(
                    OutboxRow(subject=event.wire_subject(), headers=json.dumps(event.headers()), body=event.payload())
                )
                await session.commit()
            await asyncio.sleep(1 / PER_SECOND)


async def receive(url: str, database: str, _count: int) -> None:
    """One effect a message, acknowledged as FastStream does by itself."""
    engine = await open_engine(database)
    async with AsyncSession(engine) as session:
        for number in range(CASES):
            await session.merge(CaseRow(ref=f"C-2026-{number:04}", area=number % 16))
        await session.commit()
    broker = NatsBroker(url, logger=None)

    @broker.subscriber(
        ReferralSent.filter_subject(),
        durable=DURABLE,
        stream=JStream(STREAM, subjects=[f"{STREAM.lower()}.>"]),
        config=ConsumerConfig(durable_name=DURABLE),
        pull_sub=True,
    )
    async def referred(body: dict[str, Any], message: NatsMessage) -> None:
        async with AsyncSession(engine) as session:
            case = await session.get(CaseRow, message.headers["ce-subject"])
            area = case.area if case else 0
            session.add(EffectRow(event_id=message.headers["ce-id"], area=area, number=body["number"]))
            await session.commit()

    await broker.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run({"send": send, "receive": receive}[sys.argv[1]](sys.argv[2], sys.argv[3], int(sys.argv[4])))
