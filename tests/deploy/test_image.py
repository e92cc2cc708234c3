"""`make image-test`: the image that deploy/Dockerfile makes, run by podman and runc, plays the story through Caddy."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from services.scenario.nakatosa import play
from services.scenario.run import People, patiently
from services.scenario.story import Story
from shared.clock import utc_now
from tests.deploy import networks
from tests.deploy.built import Built, build
from tests.deploy.compose import OURS
from tests.deploy.stack import Stack, stack_in

ASKED = "YUI_IMAGE_TEST"
MISSING = [name for name in ("podman", "runc", "debootstrap") if shutil.which(name) is None]
WHY_NOT = (
    f"takes minutes: `make image-test` sets {ASKED}" if not os.environ.get(ASKED)
    else networks.why_not() or (f"not on this machine: {', '.join(MISSING)}" if MISSING else "")
)  # fmt: skip
pytestmark = [
    pytest.mark.netns,
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "-"),
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(900),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """NATS, PostgreSQL and Caddy as in the other tests; every process of ours from the image."""
    here = tmp_path_factory.mktemp("image")
    here.chmod(0o755)
    here.parent.chmod(0o755)
    with (here / "build.log").open("w") as log:
        await asyncio.to_thread(build, log)
    async with stack_in(here, {"YUI_DEMO": "true"}) as stack:
        stack.made_by = dict.fromkeys(OURS, Built)
        await stack.up(dict.fromkeys(("nats", "postgres", *OURS, "caddy"), 1))
        yield stack


async def test_the_story_holds(stack: Stack) -> None:
    people = People(f"http://{stack.containers['caddy'][0].addresses['outside']}:8080")
    story = Story(people.sign_in, patiently, utc_now)
    await play(story)
    await people.leave()
    assert len(story.rows) == 12


async def test_the_agenda_is_printed_with_the_images_font(stack: Stack) -> None:
    container = stack.containers["meetings"][0]
    code, said = await container.run("ls", "/usr/share/fonts/truetype/bizud-gothic")
    assert code == 0, said


async def test_nothing_in_it_could_install_or_write_anything(stack: Stack) -> None:
    for name in OURS:
        container = stack.containers[name][0]
        for words in (("python", "-m", "pip", "--version"), ("touch", "/app/written"), ("touch", "/opt/yui/written")):
            assert (await container.run(*words))[0] != 0, (name, words)
        _, who = await container.run("python", "-c", "import os; print(os.getuid(), os.listdir('/app'))")
        assert who.split(" ", 1)[0] == "10001"
        assert {each for each in ("tests", "deploy", "docs", ".git") if f"'{each}'" in who} == set()
        _, status = await container.run("grep", "-E", "NoNewPrivs|CapEff|CapBnd", "/proc/self/status")
        said = dict(line.split(":\t") for line in status.strip().splitlines())
        assert (said["NoNewPrivs"].strip(), int(said["CapEff"], 16), int(said["CapBnd"], 16)) == ("1", 0, 0), name


async def test_everything_stops_in_order(stack: Stack) -> None:
    async with httpx.AsyncClient() as client:
        address = stack.containers["caddy"][0].addresses["outside"]
        assert (await client.get(f"http://{address}:8080/")).status_code == 200
    codes = await stack.down()
    assert {name: code for name, code in codes.items() if code} == {}
