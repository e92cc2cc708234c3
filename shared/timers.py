"""Time doors: what happens when a moment arrives. Each job runs in its own transaction with a moment handed in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from prometheus_client import Counter, Gauge

from shared.clock import Clock
from shared.db import Database, Session, is_my_turn
from shared.metrics import Metrics

log = structlog.get_logger()

# A container has 30 s to stop (compose.yaml): requests may take 10 s of them, batches 15 s.
END_SECONDS = 5.0
PATIENCE_SECONDS = 4.0

Job = Callable[[Session, datetime], Awaitable[object]]


@dataclass(frozen=True)
class Timer:
    """A job and how often it looks, in seconds. What is due stands in rows, so a missed look costs nothing."""

    name: str
    every: float
    job: Job


class Looks:
    """When each timer of a service last did its work, and how often it failed."""

    def __init__(self, service: str, metrics: Metrics) -> None:
        self._service = service
        self._success = Gauge(
            "yui_timer_last_success_timestamp_seconds", "When a timer last did its work, or began to look.",
            ["service", "timer"], registry=metrics.registry,
        )  # fmt: skip
        self._failures = Counter(
            "yui_timer_failures_total", "Looks of a timer that failed; the next look tries again.",
            ["service", "timer"], registry=metrics.registry,
        )  # fmt: skip

    def begin(self, timer: str, now: datetime) -> None:
        """Show it before its first look ends; one that never succeeds is as old as its process."""
        self._failures.labels(self._service, timer)
        self.succeeded(timer, now)

    def succeeded(self, timer: str, now: datetime) -> None:
        """It did its work."""
        self._success.labels(self._service, timer).set(now.timestamp())

    def failed(self, timer: str) -> None:
        """It could not."""
        self._failures.labels(self._service, timer).inc()


async def run_once(db: Database, timer: Timer, now: datetime) -> bool:
    """One look of one timer; what goes wrong is logged, and the next look tries again. Whether it did its work.

    Of instances that look at the same moment one does the work; what is due stands in rows, so nothing is missed.
    """
    try:
        async with db.transaction() as tx:
            if await is_my_turn(tx, timer.name):
                await timer.job(tx, now)
    except Exception as error:
        log.error("timer failed", timer=timer.name, exc_info=error)
        return False
    return True


@asynccontextmanager
async def running(db: Database, clock: Clock, timers: Sequence[Timer], looks: Looks) -> AsyncIterator[None]:
    """Keep `timers` going while the block lasts; `looks` shows how they do."""

    async def keep(timer: Timer) -> None:
        looks.begin(timer.name, clock())
        while True:
            if await run_once(db, timer, clock()):
                looks.succeeded(timer.name, clock())
            else:
                looks.failed(timer.name)
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
        await end_all(tasks)


async def end_all(
    tasks: Iterable[asyncio.Task[Any]], *, patience: float = PATIENCE_SECONDS, most: float = END_SECONDS
) -> None:
    """Cancel, and wait until all have ended; what they raise is theirs.

    Whoever took the cancellation is left to finish, for `patience` seconds: a relay writes its last marks. Then all are
    cancelled again, for until Python 3.12 `asyncio.wait_for` swallows a cancellation that comes together with its
    result (https://github.com/python/cpython/issues/86296), and a process that waited for such a task never ended.
    What has not ended after `most` seconds is left behind and named in the log.
    """
    waiting, now = set(tasks), asyncio.get_running_loop().time
    end = now() + most
    while waiting and (left := end - now()) > 0:
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=min(patience, left))
    if waiting:
        log.error("tasks did not end", tasks=sorted(task.get_name() for task in waiting))
