"""Databases of both kinds; what many tests begin with is filled once a process, then copied for each of them.

That migrations themselves work from an empty database on is proved in test_migrations.py.
"""

import atexit
import os
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp
from typing import Protocol

from tests.postgres import PostgresServer, lasting_server

# `make test DB=postgresql`: what every test runs on that does not say which it needs.
ON = os.environ.get("YUI_TEST_DB", "sqlite")
Fill = Callable[[str], Awaitable[None]]
_numbers = count()
_filled: dict[tuple[str, Fill], str] = {}


class Databases(Protocol):
    """Where a test gets its databases."""

    @property
    def place(self) -> str:
        """The server or the kind of file: what is filled at one place can be copied there."""

    def __call__(self, name: str) -> str:
        """URL of an empty database."""

    def kept(self, name: str) -> str:
        """URL of an empty database that outlives the test."""

    def copy(self, url: str, name: str) -> str:
        """URL of a copy of the database at `url`, to which nobody is connected."""

    def files(self) -> list[Path]:
        """Where their rows lie on this machine's disk."""

    def drop(self) -> None:
        """Delete what was made and is not kept."""


def databases_in(folder: Path, *, keep: bool = False) -> Databases:
    """Databases of the kind this run is about; SQLite's are files in `folder`. `keep`: nothing of them is dropped."""
    if ON == "sqlite":
        folder.mkdir(parents=True, exist_ok=True)
        return SqliteDatabases(folder)
    return PostgresDatabases(lasting_server(), keep=keep)


class SqliteDatabases:
    """Files in one folder."""

    place = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, name: str) -> str:
        return f"sqlite:///{self._folder}/{name}.sqlite"

    def kept(self, name: str) -> str:
        folder = mkdtemp(prefix="yui-filled-")
        atexit.register(rmtree, folder, ignore_errors=True)
        return f"sqlite:///{folder}/{name}.sqlite"

    def copy(self, url: str, name: str) -> str:
        copied = self(name)
        assert not _file(f"{url}-wal").exists(), "somebody is still connected: part of it is in the write-ahead log"
        copyfile(_file(url), _file(copied))
        return copied

    def files(self) -> list[Path]:
        return sorted(self._folder.glob("*.sqlite*"))

    def drop(self) -> None:
        """They go with their folder."""


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


class PostgresDatabases:
    """Databases of a running server, each with a number of its own."""

    def __init__(self, server: PostgresServer, *, keep: bool = False) -> None:
        self._server = server
        self._keep = keep
        self._made: list[str] = []
        self.place = server.url

    def __call__(self, name: str) -> str:
        return self._make(name)

    def kept(self, name: str) -> str:
        return self._server.create_database(f"{name}_{next(_numbers)}")

    def copy(self, url: str, name: str) -> str:
        return self._make(name, like=url.rsplit("/", 1)[1])

    def files(self) -> list[Path]:
        return self._server.files()

    def drop(self) -> None:
        while self._made and not self._keep:
            self._server.drop_database(self._made.pop())

    def _make(self, name: str, **like: str) -> str:
        self._made.append(f"{name}_{next(_numbers)}")
        return self._server.create_database(self._made[-1], **like)


async def begin_with(fill: Fill, databases: Databases, name: str) -> str:
    """URL of a new database as `fill` leaves an empty one when it is given its URL."""
    key = (databases.place, fill)
    if key not in _filled:
        url = databases.kept(name)
        await fill(url)
        _filled[key] = url
    return databases.copy(_filled[key], name)
