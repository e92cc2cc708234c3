"""A whole town as a child process on a real NATS, with its log in a file."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import httpx
import pytest

from services.local import Place
from shared.contracts.catalogue import SERVICES
from shared.nats_server import NatsServer
from tests.databases import Databases, databases_in

PATIENCE_SECONDS = 90.0  # a town starts in three seconds; the rest is for the tests beside it


@dataclass
class RunningTown:
    """Where a running town keeps everything that could hold something."""

    place: Place
    log: Path
    process: subprocess.Popen[bytes]
    nats: NatsServer
    environment: dict[str, str]
    databases: Databases

    @property
    def url(self) -> str:
        return self.place.url

    @property
    def metrics_url(self) -> str:
        return f"http://127.0.0.1:{self.place.port + 1000}"


def free_port() -> int:
    """A port whose neighbour 1000 higher is free too (the figures' door)."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1000))
            except (OSError, OverflowError):
                continue
            return port


@asynccontextmanager
async def running_town(
    here: Path, *, log_level: str = "DEBUG", also: Mapping[str, str] = MappingProxyType({})
) -> AsyncIterator[RunningTown]:
    """Start a demo town in `here` (its NATS without encryption, so that a leak would show) and stop it in order.

    `also`: further variables.
    """
    place = Place(here / "data", free_port(), demo=True)
    place.data_dir.mkdir(parents=True)
    log = here / "town.log"
    async with NatsServer(place.data_dir / "nats") as nats:
        databases = databases_in(place.data_dir)
        told = {"YUI_LOG_LEVEL": log_level, "YUI_REQUEST_LOG": "true", **urls_of(databases), **also}
        environment = {**_own_environment(place, nats.url), **told}
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: ASYNC220  # our own module
                [sys.executable, "-m", "services.town"], env=environment, stdout=out, stderr=out, cwd=os.getcwd()
            )
        town = RunningTown(place, log, process, nats, environment, databases)
        try:
            await wait_ready(town)
            yield town
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait, 20)
            databases.drop()


def urls_of(databases: Databases) -> dict[str, str]:
    """A database for each service and for the accounts, as variables."""
    return {f"YUI_{name.upper()}_DATABASE_URL": databases(name) for name in ("auth", *SERVICES)}


def _own_environment(place: Place, nats_url: str) -> dict[str, str]:
    """As `yui up` would set it on a machine whose environment says nothing of Yui."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("YUI_")]:
            patch.delenv(name)
        return place.environment(nats_url)


async def wait_ready(town: RunningTown) -> None:
    """Until every service says it is ready."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    async with httpx.AsyncClient(base_url=town.url, timeout=5) as client:
        for name in ("intake", "meetings", "programs", "notify"):
            while not await _is_ready(client, name):
                assert town.process.poll() is None, town.log.read_text()[-3000:]
                if asyncio.get_running_loop().time() > deadline:
                    town.process.send_signal(signal.SIGUSR1)
                    await asyncio.sleep(1)
                    raise AssertionError(f"{name} is not ready: {town.log.read_text()[-9000:]}")
                await asyncio.sleep(0.1)


async def _is_ready(client: httpx.AsyncClient, name: str) -> bool:
    try:
        return (await client.get(f"/{name}/health/ready")).status_code == 200
    except httpx.TransportError:
        return False
