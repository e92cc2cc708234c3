"""What the bus's users may do, said a second time and by hand; and a server with deploy/nats's own configuration."""

import asyncio
import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from nats.aio.client import Client

from services.catalogue import all_services
from services.documents import ROOT
from services.secret_files import BUS_USERS, make_secrets
from shared.bus import STREAMS
from shared.contracts.catalogue import all_events
from shared.nats_server import server_binary
from tests.live.town import free_port

STREAM_VERBS = (
    "INFO", "CREATE", "UPDATE", "PURGE", "DELETE", "MSG.GET", "MSG.DELETE", "SNAPSHOT", "RESTORE", "LEADER.STEPDOWN",
)  # fmt: skip
DURABLES = {each.durable: (each, service.name) for service in all_services() for each in service.consumers}


def attempts() -> Iterator[tuple[str, set[str]]]:
    """Every subject somebody could publish on, and the users who may."""
    for event in all_events():
        yield f"{event.subject}.39401", {event.source()}
        yield f"{event.subject}.39401.more", set()
    for service in STREAMS:
        yield f"{service.lower()}.made_up.v1.39401", set()
    yield from _stream_attempts()
    yield from _durable_attempts()
    for subject in ("$JS.API.INFO", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.LIST", "$SYS.REQ.SERVER.PING", "anything"):
        yield subject, set()


def _stream_attempts() -> Iterator[tuple[str, set[str]]]:
    for stream in STREAMS:
        for verb in STREAM_VERBS:
            may = {"topology"} if verb in {"INFO", "CREATE", "UPDATE"} else set()
            yield f"$JS.API.STREAM.{verb}.{stream}", may | ({stream.lower()} if verb == "INFO" else set())
        yield f"$JS.API.CONSUMER.LIST.{stream}", {"topology"}
        yield f"$JS.API.CONSUMER.NAMES.{stream}", set()
        yield f"$JS.API.CONSUMER.CREATE.{stream}", set()  # an ephemeral one reads everything
        yield f"$JS.API.DIRECT.GET.{stream}.{stream.lower()}.any", set()
    yield "$JS.API.STREAM.CREATE.MINE", set()


def _durable_attempts() -> Iterator[tuple[str, set[str]]]:
    for durable, (consumer, owner) in DURABLES.items():
        name = f"{consumer.stream}.{durable}"
        yield f"$JS.API.CONSUMER.INFO.{name}", {owner, "topology"}
        yield f"$JS.API.CONSUMER.MSG.NEXT.{name}", {owner}
        yield f"$JS.ACK.{name}.1.1.1.1790000000000000000.0", {owner}
        yield f"$JS.API.CONSUMER.CREATE.{name}.{consumer.filter_subject}", {"topology"}
        yield f"$JS.API.CONSUMER.CREATE.{name}", set()  # without its filter it would hear the whole stream
        yield f"$JS.API.CONSUMER.DURABLE.CREATE.{name}", set()
        yield f"$JS.API.CONSUMER.DELETE.{name}", set()
        yield f"$JS.API.CONSUMER.PAUSE.{name}", set()


@dataclass
class Caller:
    """Somebody on the bus, and what the server refused them."""

    client: Client
    user: str
    refused: list[str] = field(default_factory=list)

    async def note(self, error: Exception) -> None:
        self.refused.append(str(error))


@dataclass
class WalledBus:
    """A running server with users."""

    url: str
    secrets: Path

    def password(self, user: str) -> str:
        return (self.secrets / f"nats_{user}_password").read_text("ascii")

    @asynccontextmanager
    async def caller(self, user: str) -> AsyncIterator[Caller]:
        caller = Caller(Client(), user)
        await caller.client.connect(
            self.url, user=user, password=self.password(user), inbox_prefix=f"_INBOX_{user}", error_cb=caller.note
        )
        yield caller
        await caller.client.close()


@asynccontextmanager
async def walled_bus(here: Path) -> AsyncIterator[WalledBus]:
    """nats-server as compose.yaml starts it, but for its port and its folder."""
    folder, port = here / "nats", free_port()
    shutil.copytree(ROOT / "deploy" / "nats", folder)
    make_secrets(here / "secrets")
    shutil.copy(here / "secrets" / "nats_passwords.conf", folder / "passwords.conf")
    arguments = ["-c", "nats.conf", "-a", "127.0.0.1", "-p", str(port), "-m", str(port + 1000), "-sd", str(here / "js")]
    with (here / "nats.log").open("wb") as log:
        server = await asyncio.create_subprocess_exec(server_binary(), *arguments, cwd=folder, stdout=log, stderr=log)
    try:
        await _answers(server, port, here / "nats.log")
        yield WalledBus(f"nats://127.0.0.1:{port}", here / "secrets")
    finally:
        if server.returncode is None:
            server.send_signal(signal.SIGTERM)
        await server.wait()


async def _answers(server: asyncio.subprocess.Process, port: int, log: Path) -> None:
    async with asyncio.timeout(10):
        while True:
            assert server.returncode is None, f"{log} says why"
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            writer.close()
            return


__all__ = ["BUS_USERS", "Caller", "WalledBus", "attempts", "walled_bus"]
