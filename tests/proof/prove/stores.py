"""Where the town under proof keeps its rows, and how the prover reads them beside the running services."""

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

from tests.postgres import PostgresServer, postgres_server

Rows = list[tuple[object, ...]]
CONNECTIONS = 300  # nine processes of up to fifteen each, and the prover


class Stores(Protocol):
    """One database a service."""

    def url(self, name: str) -> str:
        """Of the service's database; made when it is asked for first."""

    def read(self, name: str, statement: str, *values: object) -> Rows:
        """Rows of a service's database; values stand for `?`."""


class Files:
    """SQLite: a file a service."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def url(self, name: str) -> str:
        return f"sqlite:///{self._file(name)}"

    def read(self, name: str, statement: str, *values: object) -> Rows:
        return read(self._file(name), statement, *values)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.sqlite"


class Server:
    """PostgreSQL: a database a service."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._urls: dict[str, str] = {}

    def url(self, name: str) -> str:
        if name not in self._urls:
            self._urls[name] = self._server.create_database(name)
        return self._urls[name]

    def read(self, name: str, statement: str, *values: object) -> Rows:
        numbers = count(1)
        numbered = "".join(f"${next(numbers)}" if part == "?" else part for part in statement)
        return self._server.fetch(self.url(name), numbered, *values)


def read(path: Path, statement: str, *values: object) -> Rows:
    """Rows of an SQLite file that others are writing."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
        return connection.execute(statement, values).fetchall()


@contextmanager
def stores(kind: str, folder: Path) -> Iterator[Stores]:
    """`sqlite` files in `folder`, or a `postgresql` server whose every commit reaches the disk."""
    if kind == "sqlite":
        yield Files(folder)
        return
    with postgres_server(connections=CONNECTIONS) as url:
        server = PostgresServer(url)
        yield Server(server)
        server.close()
