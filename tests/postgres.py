"""A PostgreSQL server for one test session that never outlives it, when the machine has the binaries."""

import asyncio
import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from shared.nats_server import die_with

FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
# For tests that never cut the power: nothing waits for a disk.
NOT_DURABLE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=4GB"


def why_not() -> str:
    """Why no server can be started here; empty when one can."""
    return "" if FOLDERS else "no PostgreSQL server binaries (Debian package postgresql)"


@contextmanager
def postgres_server(*, durable: bool = True, connections: int = 100, here: Path | None = None) -> Iterator[str]:
    """Yields `postgresql+asyncpg://…/` to which a database's name is added; its files lie in the empty `here`."""
    here = here or Path(tempfile.mkdtemp(prefix="yui-postgres-"))
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if user:
        shutil.chown(here, user)
    data = str(here / "data")
    _run(user, "initdb", "-D", data, "-U", "yui", "--auth=trust", "--encoding=UTF8", "--no-locale")
    port = _free_port()
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={here}"
    options += f" -c max_connections={connections}"
    options += "" if durable else f" {NOT_DURABLE}"
    server = subprocess.Popen(  # noqa: S603  # our own arguments
        [FOLDERS[0] / "postgres", "-D", data, *options.split()],
        user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", preexec_fn=die_with(os.getpid()),
    )  # fmt: skip
    try:
        _wait_ready(server, port)
        yield f"postgresql+asyncpg://yui@127.0.0.1:{port}/"
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing of it is needed any more
        server.wait(60)
        shutil.rmtree(here, ignore_errors=True)


def _wait_ready(server: subprocess.Popen[bytes], port: int) -> None:
    asked = [str(FOLDERS[0] / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(asked, check=False, timeout=60).returncode:  # noqa: S603  # our own arguments
        assert server.poll() is None, "PostgreSQL ended at once"
        time.sleep(0.05)


def _run(user: str | None, program: str, *arguments: str) -> None:
    subprocess.run(  # noqa: S603  # our own arguments
        [FOLDERS[0] / program, *arguments], user=user, check=True, stdout=subprocess.DEVNULL, timeout=60, cwd="/"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@cache
def lasting_server() -> "PostgresServer":
    """The one server of this process, whose power is never cut; it ends with the process."""
    stack, here = ExitStack(), Path(tempfile.mkdtemp(prefix="yui-postgres-"))
    server = PostgresServer(stack.enter_context(postgres_server(durable=False, here=here)), here)
    stack.callback(server.close)
    atexit.register(stack.close)
    return server


class PostgresServer:
    """Makes databases on a running server; callable from tests with and without an event loop."""

    def __init__(self, url: str, folder: Path | None = None) -> None:
        self.url = url
        self._folder = folder
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._readers: dict[str, Any] = {}
        self._reading: dict[str, asyncio.Lock] = {}
        self._connection = self._wait_for(asyncpg.connect(url.replace("+asyncpg", "") + "postgres"))

    def create_database(self, name: str, *, like: str = "template1") -> str:
        """Make a database as `like` is, to which nobody may be connected; returns its URL."""
        self._wait_for(self._connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"'))
        return self.url + name

    def drop_database(self, name: str) -> None:
        """Delete a database, whoever is still connected."""
        self._wait_for(self._connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))

    def files(self) -> list[Path]:
        """Everything it has on disk, brought there first: tables, indexes and the log of changes."""
        self._wait_for(self._connection.execute("CHECKPOINT"))
        return [path for path in self._folder.rglob("*") if path.is_file()] if self._folder else []

    def fetch(self, url: str, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Rows of one of its databases."""
        return [tuple(row) for row in self._wait_for(self._fetch(url.replace("+asyncpg", ""), statement, values))]

    async def _fetch(self, url: str, statement: str, values: tuple[object, ...]) -> Any:
        async with self._reading.setdefault(url, asyncio.Lock()):
            if url not in self._readers:
                self._readers[url] = await asyncpg.connect(url)
            return await self._readers[url].fetch(statement, *values)

    def close(self) -> None:
        for each in (*self._readers.values(), self._connection):
            self._wait_for(each.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait_for(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)
