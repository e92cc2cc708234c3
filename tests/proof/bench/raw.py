"""What the bus alone can do on this machine: the limits nobody's outbox and inbox can beat."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from nats.aio.client import Client

from shared.bus.answers import ack
from shared.bus.pull import ContinuousPull
from shared.outbox.publish import Publisher
from shared.outbox.rows import MOST_IN_A_BATCH, Row
from tests.proof.bench.facts import DURABLE, STREAM, fact

WINDOW = 256


def rows(count: int) -> list[Row]:
    events = [fact(number) for number in range(count)]
    return [Row(n, each.wire_subject(), json.dumps(each.headers()), each.payload()) for n, each in enumerate(events)]


async def windowed_publish(client: Client, count: int) -> float:
    """Facts a second, published one by one with `WINDOW` acks outstanding."""
    publisher, made = Publisher(client, STREAM), rows(count)
    turns = asyncio.Semaphore(WINDOW)

    async def one(row: Row) -> None:
        async with turns:
            await publisher.publish([row])

    return await _rate(count, lambda: asyncio.gather(*map(one, made)))


async def atomic_publish(client: Client, count: int) -> float:
    """Facts a second, published in atomic batches of 1,000, one after the other."""
    publisher, made = Publisher(client, STREAM), rows(count)

    async def all_of_them() -> None:
        for first in range(0, count, MOST_IN_A_BATCH):
            await publisher.publish(made[first : first + MOST_IN_A_BATCH])

    return await _rate(count, all_of_them)


async def pull_and_ack(client: Client, count: int) -> float:
    """Facts a second, taken and acknowledged one each, nothing done with them."""
    pull = ContinuousPull(client, STREAM, DURABLE, batch=MOST_IN_A_BATCH)

    async def take_all() -> None:
        taken = 0
        while taken < count:
            messages = await pull.take()
            await ack(client, messages)
            taken += len(messages)
        await client.flush()

    await pull.start()
    rate = await _rate(count, take_all)
    await pull.stop()
    return rate


def fsync_waits(file: Path, count: int, per_second: float) -> list[float]:
    """Milliseconds that one 4 KiB write to disk takes; a fact waits for two of them after its commit."""
    waits = []
    with file.open("wb", buffering=0) as probe:
        for _ in range(count):
            time.sleep(1 / per_second)
            probe.write(b"x" * 4096)
            began = time.perf_counter()
            os.fdatasync(probe.fileno())
            waits.append((time.perf_counter() - began) * 1e3)
    return waits


async def _rate(count: int, work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return count / (time.perf_counter() - began)
