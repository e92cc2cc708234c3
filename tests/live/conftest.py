"""One nats-server for the tests that only need a clean stream, one of its own for those that break it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import uvloop
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from shared.nats_server import NatsServer
from tests.live.stage import STREAM, Stage


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that the processes run on."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    here = tmp_path_factory.mktemp("nats")
    server = NatsServer(here / "server", key_file=here / "keys" / "nats.key")
    asyncio.run(server.start())
    yield server
    asyncio.run(server.stop())


@pytest.fixture
async def stage(shared_server: NatsServer, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage on the shared server, with no stream yet."""
    client = Client()
    await client.connect(shared_server.url)
    with suppress(NotFoundError):
        await client.jetstream().delete_stream(STREAM)
    await client.close()
    stage = Stage(shared_server.url, tmp_path)
    yield stage
    await stage.close()


@pytest.fixture
async def own_server(tmp_path: Path) -> AsyncIterator[NatsServer]:
    async with NatsServer(tmp_path / "server", key_file=tmp_path / "keys" / "nats.key") as server:
        yield server


@pytest.fixture
async def own_stage(own_server: NatsServer, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage whose server the test may stop, kill and wipe."""
    stage = Stage(own_server.url, tmp_path)
    yield stage
    await stage.close()
