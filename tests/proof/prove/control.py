"""The control: under the same kinds of faults the naive design must lose or double facts, or the proof is blind."""

import asyncio
import contextlib
import os
import random
import shutil
import signal
import sqlite3
import sys
from pathlib import Path

from rich.progress import Progress, TaskID

from services.local import Child, keep_server
from shared.nats_server import NatsServer
from tests.proof.prove.house import read
from tests.proof.prove.report import Row

FACTS = 1500
QUIET_SECONDS = 6.0
MOST_SECONDS = 120.0
FAULTS = ("receive", "send", "nats", "receive", "wipe", "send", "receive", "nats", "receive")


class Naive:
    """Sender, receiver and their bus; ended children are started again, as the town's are."""

    def __init__(self, here: Path) -> None:
        here.mkdir(parents=True)
        self._databases = {part: here / f"{part}.sqlite" for part in ("send", "receive")}
        self.server = NatsServer(here / "nats", key_file=here / "keys" / "nats.key")
        self.children = {part: self._child(part, here / "naive.log") for part in self._databases}

    def _child(self, part: str, log: Path) -> Child:
        words = [part, self.server.url, str(self._databases[part]), str(FACTS)]
        return Child(part, [sys.executable, "-m", "tests.proof.prove.naive", *words], os.environ, log=log)

    async def hurt(self, what: str) -> None:
        if what == "wipe":
            await self.server.kill()
            with contextlib.suppress(FileNotFoundError):
                shutil.rmtree(self.server.data_dir / "jetstream")
        elif what == "nats":
            await self.server.kill()
        elif (process := self.children[what].process) and process.returncode is None:
            process.send_signal(signal.SIGKILL)

    def told(self) -> set[str]:
        return {str(row[0]) for row in self._rows("send", "SELECT json_extract(headers, '$.ce-id') FROM outboxrow")}

    def effects(self) -> list[str]:
        return [str(row[0]) for row in self._rows("receive", "SELECT event_id FROM effectrow")]

    def _rows(self, part: str, statement: str) -> list[tuple[object, ...]]:
        try:
            return read(self._databases[part], statement)
        except sqlite3.OperationalError:  # not made yet
            return []


async def control(here: Path, seed: int, progress: Progress) -> tuple[Row, str]:
    """Run the naive design; its row passes when facts were lost or doubled."""
    naive, bar = Naive(here), progress.add_task("control: the naive design", total=FACTS)
    await naive.server.start()
    tasks = [
        asyncio.create_task(each) for each in (keep_server(naive.server), *map(Child.keep, naive.children.values()))
    ]
    try:
        await _hurt_it(naive, random.Random(seed), progress, bar)  # noqa: S311
        await _until_quiet(naive, progress, bar)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await naive.server.stop()
    told, effects = naive.told(), naive.effects()
    lost, doubled = len(told - set(effects)), len(effects) - len(set(effects))
    remark = f"the naive design: of {len(told)} facts {lost} lost, {doubled} doubled by {len(FAULTS)} faults"
    return Row(
        "control_lost_or_doubled", lost + doubled, ">= 1", len(told) == FACTS and lost + doubled > 0, seed
    ), remark


async def _hurt_it(naive: Naive, chance: random.Random, progress: Progress, bar: TaskID) -> None:
    for what in FAULTS:
        await asyncio.sleep(chance.uniform(2.5, 4.0))
        await naive.hurt(what)
        progress.update(bar, completed=len(set(naive.effects())))


async def _until_quiet(naive: Naive, progress: Progress, bar: TaskID) -> None:
    """Until everything is told and nothing new has happened for a while."""
    loop = asyncio.get_running_loop()
    began, changed, before = loop.time(), loop.time(), (0, 0)
    while loop.time() - changed < QUIET_SECONDS and loop.time() - began < MOST_SECONDS:
        now = (len(naive.told()), len(naive.effects()))
        if now != before or now[0] < FACTS:
            before, changed = now, loop.time()
        progress.update(bar, completed=now[1])
        await asyncio.sleep(0.3)
