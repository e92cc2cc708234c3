"""Whoever makes streams and durables is away: services stay where they are, say so, and go on when it is back."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import pairwise

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.metrics_core import Metric

from services.topology import Keeper
from shared.bus import consumers
from shared.clock import utc_now
from shared.db import Database, Session
from shared.figures import WorkRoom
from shared.metrics import Metrics
from shared.nats_server import NatsServer
from shared.service import Link
from shared.settings import ServiceSettings
from tests.live.stage import Stage, effects_in, recording, tell, until

pytestmark = pytest.mark.live

READY, MISSING = (200, None), (503, "streams or durables are missing")


async def nothing_counted(_tx: Session, _now: datetime) -> list[Metric]:
    return []


class Service:
    """Meetings as it runs in compose.yaml: it may look at its streams and durables, and make none."""

    def __init__(self, stage: Stage, db: Database) -> None:
        settings = ServiceSettings(nats_url=stage.url, makes_topology=False)
        self.link = Link(
            "meetings", settings, db, recording(), Metrics(), utc_now, WorkRoom((), nothing_counted),
            exit_process=stage.exits.append,
        )  # fmt: skip
        app = FastAPI()
        self.link.add_operations(app)
        self._door = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://meetings")

    async def health(self) -> tuple[int, str | None]:
        """Its status, and what it says of the bus."""
        answer = await self._door.get("/meetings/health/ready")
        return answer.status_code, answer.json().get("bus")

    async def missing(self) -> float | None:
        """What its figures say is not there."""
        await self.link.take_figures()
        value: float | None = self.link.metrics.registry.get_sample_value(
            "yui_topology_missing", {"service": "meetings"}
        )
        return value

    async def says(self, health: tuple[int, str | None]) -> None:
        async def so() -> bool:
            return await self.health() == health

        await until(so, 20)


@asynccontextmanager
async def keeper_at(stage: Stage) -> AsyncIterator[None]:
    keeper = Keeper(ServiceSettings(nats_url=stage.url), exit_process=stage.exits.append)
    keeper.consumers = consumers([recording()])
    async with keeper.running():
        yield


@pytest.fixture
async def service(own_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setattr("shared.service.JOIN_SECONDS", 1.0)  # how long its doors stay shut for want of a bus
    monkeypatch.setattr("shared.bus.mending.SAY_SECONDS", 3.0)
    return Service(own_stage, await own_stage.database("meetings"))


def waiting_lines(caplog: pytest.LogCaptureFixture) -> list[float]:
    """When the log said that the service waits."""
    return [line.created for line in caplog.records if "waiting for whoever makes" in line.getMessage()]


async def heard(service: Service, count: int) -> bool:
    return (await effects_in(service.link.db))[0] >= count


async def test_a_service_starts_without_its_streams_and_joins_once_they_are_made(
    own_stage: Stage, service: Service
) -> None:
    intake = await own_stage.database("intake")
    await own_stage.relay(intake)
    await tell(intake, 50)
    async with service.link.running():
        assert (await service.health(), await service.missing()) == (MISSING, 2)
        async with keeper_at(own_stage):
            await until(lambda: heard(service, 50), 20)
            assert (await service.health(), await service.missing()) == (READY, 0)
    assert (await effects_in(service.link.db), own_stage.exits) == ((50, 50), [])


async def test_a_wiped_bus_is_waited_for_however_long_the_keeper_is_away(
    own_stage: Stage, own_server: NatsServer, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    intake = await own_stage.database("intake")
    await own_stage.relay(intake)
    async with service.link.running():
        async with keeper_at(own_stage):
            await tell(intake, 50)
            await until(lambda: heard(service, 50), 20)
        caplog.clear()
        await own_server.kill()
        shutil.rmtree(own_server.data_dir / "jetstream")
        await tell(intake, 50, start=50)
        await own_server.start()
        await service.says(MISSING)
        await asyncio.sleep(12)
        assert (await service.health(), await service.missing(), own_stage.exits) == (MISSING, 2, [])
        said = waiting_lines(caplog)
        assert len(said) >= 2
        assert min(later - earlier for earlier, later in pairwise(said)) > 2
        async with keeper_at(own_stage):
            await until(lambda: heard(service, 100), 30)
            await service.says(READY)
            assert await service.missing() == 0
    assert (await effects_in(service.link.db), own_stage.exits) == ((100, 100), [])
