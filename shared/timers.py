"""Time doors: what happens when a moment arrives. Each job runs in its own transaction with a moment handed in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog

from shared.clock import Clock
from shared.db import Database, Session, take_turn

log = structlog.get_logger()

Job = Callable[[Session, datetime], Awaitable[object]]


@dataclass(frozen=True)
class Timer:
    """A job and how often it looks, in seconds. What is due stands in rows, so a missed look costs nothing."""

    name: str
    every: float
    job: Job


async def run_once(db: Database, timer: Timer, now: datetime) -> None:
    """One look of one timer; what goes wrong is logged, and the next look tries again.

    Instances of a service take turns: the second finds done what the first did.
    """
    try:
        async with db.transaction() as tx:
            await take_turn(tx, "timer", timer.name)
            await timer.job(tx, now)
    except Exception as error:
        log.error("timer failed", timer=timer.name, exc_info=error)


@asynccontextmanager
async def running(db: Database, clock: Clock, timers: Sequence[Timer]) -> AsyncIterator[None]:
    """Keep `timers` going while the block lasts."""

    async def keep(timer: Timer) -> None:
        while True:
            await run_once(db, timer, clock())
            await asyncio.sleep(timer.every)

    async with going_on({f"timer {timer.name}": keep(timer) for timer in timers}):
        yield


@asynccontextmanager
async def going_on(loops: Mapping[str, Coroutine[None, None, None]]) -> AsyncIterator[None]:
    """Run loops that never end, by their tasks' names, while the block lasts."""
    tasks = [asyncio.create_task(loop, name=name) for name, loop in loops.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
