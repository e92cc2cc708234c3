"""Processes of the house: kept running, one service each, never left behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from services import local
from services.local import Child, Place
from services.serve import NAMES, create
from tests.live.town import free_port


@pytest.fixture
def machine_of_another_town(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUI_PORT", "8080")
    monkeypatch.setenv("YUI_DEMO", "false")
    monkeypatch.setenv("YUI_NATS_URL", "nats://bus.example:4222")


@pytest.mark.usefixtures("machine_of_another_town")
def test_what_is_said_of_a_place_wins_over_the_environment(tmp_path: Path) -> None:
    """A town told to open port 9000 opened 8080 because make had exported YUI_PORT: nobody found it."""
    environment = Place(tmp_path, 9000, demo=True).environment("nats://127.0.0.1:4222")
    assert (environment["YUI_PORT"], environment["YUI_DEMO"]) == ("9000", "true")
    assert environment["YUI_NATS_URL"] == "nats://bus.example:4222"


async def keep_for(child: Child, seconds: float) -> None:
    """Let a supervisor work for a while."""
    keeping = asyncio.create_task(child.keep())
    await asyncio.sleep(seconds)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)


def starts(log: Path) -> int:
    return log.read_text(encoding="ascii").count("started")


async def test_a_child_that_keeps_ending_is_started_more_and_more_slowly(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = Child("short", ["sh", "-c", "echo started"], os.environ, log=log)
    await keep_for(child, 1.3)
    assert starts(log) == 2  # at once, after 0.5 s, and not yet after another second


async def test_a_child_that_had_run_steadily_is_started_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it was killed before: a wait of 5 s for each would keep a service away."""
    monkeypatch.setattr(local, "STEADY_SECONDS", 0.05)
    log = tmp_path / "log"
    child = Child("steady", ["sh", "-c", "echo started; sleep 0.1"], os.environ, log=log)
    await keep_for(child, 2.5)
    assert starts(log) >= 5


def test_no_child_outlives_its_supervisor(tmp_path: Path) -> None:
    program = (
        "import asyncio, os\n"
        "from services.local import Child\n"
        "async def main():\n"
        "    child = Child('sleeper', ['sleep', '60'], os.environ)\n"
        "    keeping = asyncio.create_task(child.keep())\n"
        "    while child.process is None:\n"
        "        await asyncio.sleep(0.01)\n"
        "    print(child.process.pid, flush=True)\n"
        "    await keeping\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert Path(f"/proc/{child}").exists()
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    deadline = time.monotonic() + 5
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("name", NAMES)
def test_each_service_can_be_built_alone(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in ("auth", *NAMES):
        monkeypatch.setenv(f"YUI_{each.upper()}_DATABASE_URL", f"sqlite:///{tmp_path / each}.sqlite")
    monkeypatch.setenv("YUI_KEY_FILE", str(tmp_path / "keys" / "intake.json"))
    monkeypatch.setenv("YUI_MEETINGS_KEY_FILE", str(tmp_path / "keys" / "meetings.json"))
    monkeypatch.setenv("YUI_PROGRAMS_KEY_FILE", str(tmp_path / "keys" / "programs.json"))
    monkeypatch.setenv("YUI_NOTIFY_KEY_FILE", str(tmp_path / "keys" / "notify.json"))
    monkeypatch.setenv("YUI_DATA_DIR", str(tmp_path / "data"))
    paths = create(name).openapi()["paths"]
    assert f"/{name}/health/live" in paths


def test_a_mistyped_service_is_refused() -> None:
    answer = subprocess.run([sys.executable, "-m", "services.serve", "intakes"], capture_output=True, text=True)
    assert answer.returncode == 1
    assert "portal|intake|meetings|programs|notify|topology" in answer.stderr


STOPPING = """
import asyncio
from starlette.applications import Starlette
from services.listening import Settings, listen, run_process

async def work(settings):
    try:
        await listen(Starlette(), {}, settings, once_open=lambda: asyncio.sleep(0, print("open", flush=True)))
    finally:
        await asyncio.sleep(0.1)  # the batches in hand
        print("left in order", flush=True)

run_process(work)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_is_told_to_stop_finishes_what_it_has_in_hand(number: signal.Signals) -> None:
    """uvicorn raises the signal anew once its doors are shut, which ended the process before its batches."""
    environment = {**os.environ, "YUI_PORT": str(free_port()), "YUI_HOST": "127.0.0.1"}
    with subprocess.Popen(  # noqa: S603  # our own words
        [sys.executable, "-c", STOPPING], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        process.send_signal(number)
        assert process.stdout.readline() == "left in order\n"
        assert process.wait(10) == 0


@pytest.mark.parametrize(("name", "service"), [("YUI_MAIL_CHANNEL", "notify"), ("YUI_INTAKE_DATABASE_URL", "intake")])
def test_settings_that_cannot_be_read_end_a_process_in_a_line(tmp_path: Path, name: str, service: str) -> None:
    """It was started again for ever, each time with a traceback that showed what stood there."""
    environment = {each: said for each, said in os.environ.items() if not each.startswith("YUI_")}
    environment |= {name: "pigeon-secret", "PYTHONPATH": os.getcwd()}
    town = ["services.cli", "up", "--data", str(tmp_path / "town"), "--port", str(free_port())]
    for words in (town, ["services.serve", service]):
        done = subprocess.run(  # noqa: S603  # our own words
            [sys.executable, "-m", *words], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
        said = done.stdout + done.stderr
        assert done.returncode == os.EX_CONFIG, said
        assert name in said
        assert "yui doctor" in said
        assert "Traceback" not in said
        assert "pigeon-secret" not in said
