"""The product itself: commands through intake's HTTP door, and the memory of a whole town that answers them."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path

import httpx

from services.accounts import DEMO_PASSWORD
from services.intake.rules import case_reference
from services.local import Place
from services.scenario.run import play_over_http
from services.scenario.visitor import Visitor
from shared.clock import local_date, utc_now
from shared.nats_server import NatsServer
from tests.live.town import free_port
from tests.proof.bench.client import hammer, post
from tests.proof.bench.registry import Figures, Ground, register

CONNECTIONS = 64
READY_SECONDS = 60
SERVICES = ("intake", "meetings", "programs", "notify")


@contextmanager
def town(ground: Ground) -> Iterator[tuple[str, int, int]]:
    """A demo town as `yui up` starts it: its address, port and supervisor's process id."""
    with ground.folder() as here:
        port = free_port()
        command = [sys.executable, "-m", "services.cli", "up", "--data", str(here / "data"), "--port", str(port)]
        process = subprocess.Popen([*command, "--demo"], stdout=subprocess.DEVNULL)  # noqa: S603  # our own module
        try:
            yield f"http://127.0.0.1:{port}", port, process.pid
        finally:
            process.terminate()
            process.wait(30)


async def ready(url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    async with httpx.AsyncClient(base_url=url) as client:
        for name in SERVICES:
            while not await _answers(client, name):
                if time.monotonic() > deadline:
                    raise TimeoutError(name)
                await asyncio.sleep(0.1)


async def _answers(client: httpx.AsyncClient, name: str) -> bool:
    try:
        return (await client.get(f"/{name}/health/ready")).status_code == 200
    except httpx.TransportError:
        return False


@register("doors")
async def plain_door(ground: Ground) -> Figures:
    """What FastAPI with an ORM session does on this machine, in this run."""
    with ground.step("a plain FastAPI door with an ORM session"), ground.folder() as here:
        port = free_port()
        with process("tests.proof.bench.plain", str(port), str(here / "plain.db")):
            referral = json.dumps({"from_agency": "houkatsu", "to_agency": "disability-desk"}).encode()
            await open_door(port)
            rate, p99 = await _rate(port, post("/referrals", referral, "", ""), ground.count(3000))
    return {"plain_orm_per_s": rate, "plain_orm_p99_ms": p99}


@register("doors")
async def commands(ground: Ground) -> Figures:
    """Intake in a process of its own, every command fsynced: a referral (a row, a fact), a consultation (four, one)."""
    with ground.step("commands through intake's door"):
        return await intakes_door(ground, {})


async def intakes_door(ground: Ground, databases: dict[str, str]) -> Figures:
    """How quick intake's commands are; `databases` are variables with their addresses, where they are not SQLite."""
    with ground.folder() as here:
        place = Place(here / "data", free_port(), demo=True)
        place.data_dir.mkdir()
        async with NatsServer(place.data_dir / "nats", key_file=place.keys_dir / "nats.key") as nats:
            environment = {**os.environ, **place.environment(nats.url), **databases}
            front = {**environment, "YUI_PORT": str(free_port())}
            with (
                process("services.serve", "portal", environment=front),
                process("services.serve", "intake", environment=environment),
            ):
                return await _commands(ground, int(front["YUI_PORT"]), place.port)


async def _commands(ground: Ground, front: int, intake: int) -> Figures:
    await open_door(front)
    await open_door(intake)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{front}") as client:
        care = await Visitor.sign_in(client, "houkatsu", DEMO_PASSWORD)
        cookie, token = f"yui_session={client.cookies['yui_session']}", care.form_token["x-csrf-token"]
    contact = {"agency": "houkatsu", "categories": ["long_term_care"], "note": "x", "person": {"name": "x"}}
    take = post("/intake/api/consultations", json.dumps(contact).encode(), cookie, token)
    heavy = await _rate(intake, take, ground.count(4000))
    referral = {"from_agency": "houkatsu", "to_agency": "disability-desk"}
    path = f"/intake/api/cases/{case_reference(local_date(utc_now()).year, 1)}/referrals"
    light = await _rate(intake, post(path, json.dumps(referral).encode(), cookie, token), ground.count(6000))
    return {
        "referrals_per_s": light[0],
        "referral_p99_ms": light[1],
        "consultations_per_s": heavy[0],
        "consultation_p99_ms": heavy[1],
    }


@contextmanager
def process(module: str, *arguments: str, environment: dict[str, str] | None = None) -> Iterator[None]:
    """A module of ours as a child process while the block lasts."""
    child = subprocess.Popen([sys.executable, "-m", module, *arguments], env=environment)  # noqa: S603  # our own
    try:
        yield
    except OSError:
        child.send_signal(signal.SIGUSR1)  # it did not open its door: where does it stand?
        time.sleep(1)
        raise
    finally:
        child.terminate()
        child.wait(30)


async def open_door(port: int) -> None:
    """Until somebody listens on the port."""
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.1)
            continue
        writer.close()
        return


async def _rate(port: int, request: bytes, count: int) -> tuple[float, float]:
    await hammer(port, iter(repeat(request, 200)), connections=CONNECTIONS)  # warm
    rate, waits = await hammer(port, iter(repeat(request, count)), connections=CONNECTIONS)
    return rate, waits[int(len(waits) * 0.99)]


@register("path")
async def memory_of_a_town(ground: Ground) -> Figures:
    """Supervisor, town and nats-server together, at their most, while the story is played."""
    with ground.step("memory of the whole town"), town(ground) as (url, _port, pid):
        await ready(url)
        await play_over_http(url)
        return {"memory_mib": sum(_peak_mib(each) for each in _family(pid))}


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _peak_mib(pid: int) -> float:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
