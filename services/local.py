"""The whole town on one machine: an embedded NATS and one process with all four services under one port.

`yui up` is a small supervisor: it starts nats-server and the town as its children and starts either again when it
ends. That is how the watchdog's "exit and be started anew" works where there is no container engine.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.refused import UnreadableSettings
from shared.nats_server import NatsServer, die_with
from shared.private_file import write_private

log = logging.getLogger(__name__)

RESTART_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)
STEADY_SECONDS = 10.0  # who has run so long is no process that ends again and again
STOP_SECONDS = 20.0


@dataclass(frozen=True)
class Place:
    """Where a town keeps its things on one machine."""

    data_dir: Path
    port: int = 8080
    demo: bool = False

    @property
    def keys_dir(self) -> Path:
        """Beside the data, never inside: a backup of one must not hold the other."""
        return self.data_dir.resolve().with_name(self.data_dir.resolve().name + "-keys")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self, nats_url: str) -> dict[str, str]:
        """What the services' settings read.

        Whatever is already set in the environment wins, except what was said of this place: a town told to open
        another port than `YUI_PORT` would otherwise open where nobody looks.
        """
        data = self.data_dir.resolve()
        wanted = {
            "YUI_NATS_URL": nats_url,
            "YUI_DATA_DIR": str(data),
            "YUI_PUBLIC_URL": self.url,
            "YUI_KEY_FILE": str(self.keys_dir / "intake.json"),
            "YUI_MEETINGS_KEY_FILE": str(self.keys_dir / "meetings.json"),
            "YUI_PROGRAMS_KEY_FILE": str(self.keys_dir / "programs.json"),
            "YUI_NOTIFY_KEY_FILE": str(self.keys_dir / "notify.json"),
            "YUI_DEMO": "false",
            "YUI_REQUEST_LOG": "false" if self.demo else "true",  # a newcomer's terminal stays readable
        }
        for name in ("auth", "intake", "meetings", "programs", "notify"):
            wanted[f"YUI_{name.upper()}_DATABASE_URL"] = f"sqlite:///{data}/{name}.sqlite"
        said = {"YUI_PORT": str(self.port)} | ({"YUI_DEMO": "true"} if self.demo else {})
        return {**wanted, **os.environ, **said}


def settle_environment(data: Path, nats_url: str) -> str:
    """Let the settings find the local town in `data`; returns NATS's address, with the user that they name."""
    from shared.settings import ServiceSettings, bus_address  # noqa: PLC0415  # `yui up` stays small

    place_environment(data, nats_url)
    return bus_address(ServiceSettings())


def place_environment(data: Path, nats_url: str) -> None:
    """The variables that lead to the local town in `data`; the environment's own words and secrets' files win."""
    from shared.settings import secrets_folder  # noqa: PLC0415

    known = data / "nats.url"
    address = nats_url or (known.read_text().strip() if known.exists() else "nats://127.0.0.1:4222")
    kept = {path.name.upper() for path in folder.iterdir()} if (folder := secrets_folder()) else set()
    for name, value in Place(data).environment(address).items():
        if name not in kept:  # the environment would win over a secret's file
            os.environ.setdefault(name, value)


class Child:
    """A process that is started again whenever it ends by itself, and ends when its parent does.

    `log` is a file that takes what the process prints.
    """

    def __init__(
        self, name: str, arguments: list[str], environment: Mapping[str, str], *, log: Path | None = None
    ) -> None:
        self.name = name
        self._arguments = arguments
        self._environment = dict(environment)  # uvloop takes nothing else
        self._log = log
        self.process: asyncio.subprocess.Process | None = None
        self.quick_ends = 0

    async def keep(self) -> None:
        """Run until cancelled; then ask the process to end in order and wait for it.

        Returns when the process can't read its settings.
        """
        loop = asyncio.get_running_loop()
        try:
            while True:
                began = loop.time()
                self.process = await self._start()
                code = await self.process.wait()
                if code == os.EX_CONFIG:  # it would end so for ever
                    return
                log.warning("%s ended with code %s and is started again", self.name, code)
                self.quick_ends = 0 if loop.time() - began > STEADY_SECONDS else self.quick_ends + 1
                await asyncio.sleep(RESTART_SECONDS[min(self.quick_ends, len(RESTART_SECONDS) - 1)])
        finally:
            await self._stop()

    async def _start(self) -> asyncio.subprocess.Process:
        with self._log.open("ab") if self._log else contextlib.nullcontext() as output:
            return await asyncio.create_subprocess_exec(
                *self._arguments,
                env=self._environment,
                start_new_session=True,
                stdout=output,
                stderr=output,
                preexec_fn=die_with(os.getpid()),
            )

    async def _stop(self) -> None:
        process = self.process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


async def run_town(place: Place) -> None:
    """Keep the town running until Ctrl-C (or SIGTERM). Raises Refused when it can't read its settings."""
    place.data_dir.mkdir(parents=True, exist_ok=True)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    server = NatsServer(place.data_dir / "nats", key_file=place.keys_dir / "nats.key", locked=True)
    await server.start()
    write_private(place.data_dir / "nats.url", server.url)
    town = Child("town", [sys.executable, "-m", "services.town"], place.environment(server.url))
    tasks = [asyncio.create_task(town.keep()), asyncio.create_task(keep_server(server))]
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait([stopped, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in (stopped, *tasks):
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    await server.stop()
    if not stopping.is_set():
        raise UnreadableSettings


async def keep_server(server: NatsServer) -> None:
    """Start the server again whenever it has ended by itself, until cancelled."""
    while True:
        await asyncio.sleep(0.5)
        if server.pid is None:
            log.warning("nats-server ended and is started again")
            with contextlib.suppress(Exception):
                await server.start()
