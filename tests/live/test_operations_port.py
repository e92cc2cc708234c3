"""The operations port of a running town: its services, its process, and the bus under the usual names."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from prometheus_client.parser import text_string_to_metric_families

from shared.bus import STREAMS
from shared.bus.server_figures import NAMES
from shared.contracts.catalogue import SERVICES
from tests.live.stage import until
from tests.live.town import RunningTown, running_town

pytestmark = [pytest.mark.live, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningTown]:
    async with running_town(tmp_path_factory.mktemp("figured")) as town:
        yield town


async def shown(town: RunningTown, part: str) -> dict[str, dict[tuple[str, ...], float]]:
    """Samples by name and labels' values."""
    async with httpx.AsyncClient(base_url=town.metrics_url) as client:
        answer = await client.get(f"/{part}/metrics")
    assert answer.status_code == 200, part
    families = text_string_to_metric_families(answer.text)
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for sample in (sample for family in families for sample in family.samples):
        found.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
    return found


async def test_the_bus_has_the_official_exporters_names(town: RunningTown) -> None:
    found = await shown(town, "nats")
    assert set(found) == set(NAMES)
    assert {stream for (stream,) in found["jetstream_stream_total_bytes"]} == set(STREAMS)
    assert found["jetstream_server_max_storage"][()] == 16 * 2**30
    assert found["jetstream_server_total_messages"][()] == sum(found["jetstream_stream_total_messages"].values()) > 0
    assert ("notify-refer", "INTAKE") in found["jetstream_consumer_num_pending"]


async def test_the_process_shows_its_memory_once(town: RunningTown) -> None:
    found = await shown(town, "process")
    assert 50e6 < found["process_resident_memory_bytes"][()] < 500e6
    for service in SERVICES:
        assert "process_resident_memory_bytes" not in await shown(town, service)


@pytest.mark.parametrize("service", SERVICES)
async def test_each_service_says_its_version_and_its_connections(town: RunningTown, service: str) -> None:
    async def are_taken() -> bool:
        return "yui_database_pool_limit_connections" in await shown(town, service)

    await until(are_taken, 20)  # every five seconds
    found = await shown(town, service)
    assert list(found["yui_build_info"].values()) == [1]
    assert found["yui_database_pool_limit_connections"][(service,)] >= 1


async def test_nothing_of_it_is_on_the_public_port(town: RunningTown) -> None:
    async with httpx.AsyncClient(base_url=town.url) as client:
        for path in ("/intake/metrics", "/process/metrics", "/nats/metrics"):
            assert (await client.get(path)).status_code == 404
