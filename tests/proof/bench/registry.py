"""The list of benches: each is a function that gets the ground to run on and gives figures back."""

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from nats.aio.client import Client
from rich.progress import Progress

from shared.bus import Consumer, apply_topology
from shared.nats_server import NatsServer
from tests.proof.bench.facts import DURABLE, STREAM, ReferralSent

Figures = dict[str, float]


@dataclass
class Ground:
    """Where benches run: a directory, a progress bar, and how much to do (`share` 1.0 is the full size)."""

    directory: Path
    progress: Progress
    share: float = 1.0
    figures: dict[str, Figures] = field(default_factory=dict)

    def count(self, full: int) -> int:
        """`full` scaled, in whole thousands."""
        return max(1000, round(full * self.share / 1000) * 1000)

    @asynccontextmanager
    async def bus(self) -> AsyncIterator[NatsServer]:
        """A fresh nats-server with the bench's stream and durable, every write fsynced, the store encrypted."""
        with self.folder() as here:
            async with NatsServer(here / "nats", key_file=here / "keys" / "nats.key") as server:
                client = Client()
                await client.connect(server.url)
                consumer = Consumer(STREAM, DURABLE, ReferralSent.filter_subject(), 1000)
                await apply_topology(client.jetstream(), [consumer], [STREAM])
                await client.close()
                yield server

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """An empty directory on the same disk, gone afterwards."""
        with tempfile.TemporaryDirectory(dir=self.directory) as name:
            yield Path(name)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """A line of the progress display."""
        task = self.progress.add_task(title, total=None)
        yield
        self.progress.update(task, total=1, completed=1)


Bench = Callable[[Ground], Awaitable[Figures]]

BENCHES: dict[str, Bench] = {}


def register(key: str) -> Callable[[Bench], Bench]:
    """Add a bench whose figures appear under `key` of `latest.json`; several may share a key, in order."""

    def add(bench: Bench) -> Bench:
        BENCHES[f"{key}/{bench.__name__}"] = bench
        return bench

    return add
