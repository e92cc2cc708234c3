"""The path from a commit here to an effect there: naive design, raw limits, ours, in one run."""

import asyncio
import statistics
from collections.abc import Callable
from dataclasses import replace

from nats.aio.client import Client

from tests.databases import SqliteDatabases
from tests.proof.bench import raw
from tests.proof.bench.registry import Figures, Ground, register
from tests.proof.bench.workers import Job, Worker, memory_mib

OURS, NAIVE = "tests.proof.bench.ours", "tests.proof.bench.naive"
PER_SECOND = 200.0
NewDatabase = Callable[[str], str]


async def pair(ground: Ground, module: str, job: Job, new_database: NewDatabase | None = None) -> Figures:
    """Run one sender and one receiver on a bus of their own, each with a database of its own (SQLite)."""
    async with ground.bus() as server:
        with ground.folder() as here:
            job, url = replace(job, url=server.url), new_database or SqliteDatabases(here)
            receiver = Worker(module, "receive", replace(job, database=url("meetings")))
            sender = Worker(module, "send", replace(job, database=url("intake")))
            try:
                await receiver.start()
                await sender.start()
                figures = await _figures(sender, receiver, job)
                return figures | {"memory_mib": figures["memory_mib"] + memory_mib(server.pid or 0)}
            finally:
                sender.end()
                receiver.end()


async def _figures(sender: Worker, receiver: Worker, job: Job) -> Figures:
    listening = receiver.listen()
    sent = await sender.figures()
    received = await listening
    handled: list[int] = received["handled"]
    if min(handled) == 0:
        raise RuntimeError("a fact was lost")
    figures = {
        "events_per_s": job.count / ((max(handled) - sent["began"]) / 1e9),
        "memory_mib": sent["memory_mib"] + received["memory_mib"],
    }
    if job.per_second:
        waits = sorted((there - here) / 1e6 for here, there in zip(sent["committed"], handled, strict=True))
        figures |= {"p50_ms": statistics.median(waits), "p99_ms": waits[int(len(waits) * 0.99)], "max_ms": waits[-1]}
    return figures


def burst(count: int) -> Job:
    return Job("", "", count)


def paced(count: int) -> Job:
    return Job("", "", count, per_second=PER_SECOND)


@register("path")
async def naive_design(ground: Ground) -> Figures:
    """The design one writes first."""
    with ground.step("naive design, burst"):
        fast = await pair(ground, NAIVE, burst(ground.count(3000)))
    with ground.step(f"naive design, {PER_SECOND:g} a second"):
        slow = await pair(ground, NAIVE, paced(ground.count(1000)))
    return {
        "naive_events_per_s": fast["events_per_s"],
        "naive_p50_ms": slow["p50_ms"],
        "naive_p99_ms": slow["p99_ms"],
    }


@register("path")
async def raw_limits(ground: Ground) -> Figures:
    """The bus without anybody's database."""
    count = ground.count(20_000)
    async with ground.bus() as server:
        client = Client()
        await client.connect(server.url)
        with ground.step("raw: publish, window of 256"):
            windowed = await raw.windowed_publish(client, count // 4)
        with ground.step("raw: atomic batches of 1,000"):
            atomic = await raw.atomic_publish(client, count)
        with ground.step("raw: continuous pull and ack"):
            pulled = await raw.pull_and_ack(client, count)
        await client.close()
    with ground.step(f"raw: one fsync, {PER_SECOND:g} a second"), ground.folder() as here:
        waits = await asyncio.to_thread(raw.fsync_waits, here / "probe", 600, PER_SECOND)
    return {
        "raw_fsync_p50_ms": statistics.median(waits),
        "raw_fsync_p99_ms": sorted(waits)[int(len(waits) * 0.99)],
        "raw_windowed_publish_per_s": windowed,
        "raw_publish_per_s": atomic,
        "raw_pull_per_s": pulled,
    }


@register("path")
async def our_path(ground: Ground) -> Figures:
    """Outbox, atomic batches, continuous pull, one transaction a batch."""
    bursts = []
    for turn in range(3):
        with ground.step(f"our path, burst {turn + 1} of 3"):
            bursts.append(await pair(ground, OURS, burst(ground.count(20_000))))
    calm = []
    for turn in range(3):
        with ground.step(f"our path, {PER_SECOND:g} a second, {turn + 1} of 3"):
            calm.append(await pair(ground, OURS, paced(ground.count(2000))))
    with ground.step("our path, one fact a transaction, 64 at once"):
        single = await pair(ground, OURS, Job("", "", ground.count(10_000), each=1, writers=64))
    return {
        "events_per_s": statistics.median(each["events_per_s"] for each in bursts),
        "one_a_transaction_per_s": single["events_per_s"],
        "p50_ms": statistics.median(each["p50_ms"] for each in calm),
        "p99_ms": statistics.median(each["p99_ms"] for each in calm),
        "p99_at_events_per_s": PER_SECOND,
        "workers_memory_mib": max(each["memory_mib"] for each in bursts),
    }
