"""A town on one machine goes back to its last night: `yui up`, `backup` and `restore`, as people type them."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from services.scenario.nakatosa import Loop, play
from services.scenario.run import People, patiently
from services.scenario.story import Story
from services.scenario.visitor import StepFailed
from shared.clock import utc_now
from tests.live.town import free_port

pytestmark = [pytest.mark.live, pytest.mark.timeout(180)]
SERVICES = ("intake", "meetings", "programs", "notify")


def yui(*words: str) -> list[str]:
    return [sys.executable, "-m", "services.cli", *words]


def environment() -> dict[str, str]:
    """A terminal in which nothing was said of Yui."""
    return {name: value for name, value in os.environ.items() if not name.startswith("YUI_")}


def typed(*words: str) -> str:
    """What a command says that does what it should."""
    done = subprocess.run(yui(*words), env=environment(), capture_output=True, text=True, timeout=60)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@asynccontextmanager
async def town_up(data: Path, port: int) -> AsyncIterator[str]:
    """`yui up`, until Ctrl-C."""
    with (data.parent / "up.log").open("ab") as log:
        words = yui("up", "--data", str(data), "--port", str(port), "--demo")
        process = subprocess.Popen(words, env=environment(), stdout=log, stderr=log)  # noqa: S603, ASYNC220
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=5) as client, asyncio.timeout(90):
            for service in SERVICES:
                while not await _is_ready(client, service):  # another process
                    assert process.poll() is None, (data.parent / "up.log").read_text()[-3000:]
                    await asyncio.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        await asyncio.to_thread(process.wait, 40)


async def _is_ready(client: httpx.AsyncClient, service: str) -> bool:
    try:
        return (await client.get(f"/{service}/health/ready")).status_code == 200
    except httpx.TransportError:
        return False


@asynccontextmanager
async def people_of(url: str) -> AsyncIterator[People]:
    people = People(url)
    yield people
    await people.leave()


async def told(people: People) -> Loop:
    return await play(Story(people.sign_in, patiently, utc_now), Loop())


async def test_the_town_goes_on_from_the_night_before(tmp_path: Path) -> None:
    data, port = tmp_path / "town", free_port()
    async with town_up(data, port) as url, people_of(url) as people:
        kept = await told(people)
        typed("backup", str(tmp_path / "backup"), "--data", str(data))
        lost = await told(people)
        assert lost.with_consent != kept.with_consent
    (made,) = (tmp_path / "backup").iterdir()
    assert "restored" in typed("restore", str(made), "--data", str(data))
    async with town_up(data, port) as url, people_of(url) as people:
        leader = await people.sign_in("promoter-a")
        assert (await leader.get(f"/meetings/api/meetings/{kept.core}"))["status"] == "held"
        with pytest.raises(StepFailed):
            await leader.get(f"/meetings/api/meetings/{lost.network}")
        again = await told(people)  # with an empty bus, on which everybody says again what their outbox keeps
        assert again.with_consent == lost.with_consent, "its number is given anew: nobody remembers the other"
