"""A PostgreSQL server for one test session, when the machine has the binaries."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def why_not() -> str:
    """Why no server can be started here; empty when one can."""
    return "" if FOLDERS else "no PostgreSQL server binaries (Debian package postgresql)"


@contextmanager
def postgres_server() -> Iterator[str]:
    """Yields `postgresql+asyncpg://…/` to which a database's name is added; durable settings stay as they are."""
    here = Path(tempfile.mkdtemp(prefix="yui-postgres-"))
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if user:
        shutil.chown(here, user)
    data = str(here / "data")
    _run(user, "initdb", "-D", data, "-U", "yui", "--auth=trust", "--encoding=UTF8", "--no-locale")
    port = _free_port()
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={here}"
    _run(user, "pg_ctl", "-D", data, "-o", options, "-l", str(here / "log"), "-w", "start")
    try:
        yield f"postgresql+asyncpg://yui@127.0.0.1:{port}/"
    finally:
        _run(user, "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(here, ignore_errors=True)


def _run(user: str | None, program: str, *arguments: str) -> None:
    subprocess.run(  # noqa: S603  # our own arguments
        [FOLDERS[0] / program, *arguments], user=user, check=True, stdout=subprocess.DEVNULL, timeout=60, cwd="/"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def create_database(server: str, name: str) -> str:
    """Make an empty database on a running server; returns its URL. Works inside a running event loop, too."""
    address = server.removeprefix("postgresql+asyncpg://").rstrip("/")
    user, _, host = address.partition("@")
    host, _, port = host.partition(":")
    _run(None, "createdb", "-h", host, "-p", port, "-U", user, name)
    return server + name
