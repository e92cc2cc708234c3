"""The figures last taken: counted from rows now and then, handed out whenever somebody asks."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import structlog
from prometheus_client import Gauge
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from shared.clock import Clock
from shared.db import Database, Session
from shared.figures.declared import Figure
from shared.metrics import Metrics

log = structlog.get_logger()

Counting = Callable[[Session, datetime], Awaitable[list[Metric]]]


class WorkRoom(NamedTuple):
    """What a service's figures.py offers: the families it declares, and how they are counted."""

    declared: Sequence[Figure]
    counting: Counting


class WorkFigures(Collector):
    """A service's figures of the work. A counting that fails leaves those it had, and is logged."""

    def __init__(self, service: str, db: Database, metrics: Metrics, clock: Clock, room: WorkRoom) -> None:
        self._service, self._db, self._clock, self.room = service, db, clock, room
        self._last: list[Metric] = []
        self._taken = Gauge(
            "yui_work_figures_taken_timestamp_seconds", "When the figures of the work were last counted, or begun.",
            ["service"], registry=metrics.registry,
        )  # fmt: skip
        self._round = Gauge(
            "yui_work_figures_round_seconds", "How long the last counting of the work took.", ["service"],
            registry=metrics.registry,
        )  # fmt: skip
        metrics.registry.register(self)

    async def keep(self, every: float) -> None:
        """Count every so many seconds until cancelled; what is never counted is as old as its process."""
        self._taken.labels(self._service).set(self._clock().timestamp())
        while True:
            await self.take()
            await asyncio.sleep(every)

    async def take(self) -> None:
        """Count now, in a reading transaction: nobody who writes waits for it."""
        now, began = self._clock(), time.perf_counter()
        try:
            async with self._db.reading() as tx:
                self._last = await self.room.counting(tx, now)
        except Exception as error:
            log.warning("figures of the work not counted", service=self._service, exc_info=error)
            return
        self._taken.labels(self._service).set(now.timestamp())
        self._round.labels(self._service).set(time.perf_counter() - began)

    def collect(self) -> Iterable[Metric]:
        return list(self._last)

    def describe(self) -> Iterable[Metric]:
        return [figure.described() for figure in self.room.declared]
