"""The control: under the same kinds of faults the naive design must lose or double facts, or the proof is blind."""

import asyncio
import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from nats.aio.client import Client
from rich.progress import Progress, TaskID

from services.local import Child, keep_server
from shared.nats_server import NatsServer
from tests.proof.prove.disturbing import UNHEARD_SECONDS
from tests.proof.prove.report import Row
from tests.proof.prove.stores import read

QUIET_SECONDS = 6.0
MOST_SECONDS = 120.0
FAULTS = ("receive", "send", "nats", "wipe", "receive", "send", "duplicates", "receive", "nats", "wipe", "send")
SHORT_FAULTS = ("receive", "duplicates", "wipe")
DUPLICATES = 50
FACTS_A_FAULT = 150


class Naive:
    """Sender, receiver and their bus; ended children are started again, as the town's are."""

    def __init__(self, here: Path, facts: int) -> None:
        here.mkdir(parents=True)
        self.facts = facts
        self._databases = {part: here / f"{part}.sqlite" for part in ("send", "receive")}
        self.server = NatsServer(here / "nats", key_file=here / "keys" / "nats.key")
        self.children = {part: self._child(part, here / "naive.log") for part in self._databases}

    def _child(self, part: str, log: Path) -> Child:
        words = [part, self.server.url, str(self._databases[part]), str(self.facts)]
        return Child(part, [sys.executable, "-m", "tests.proof.prove.naive", *words], os.environ, log=log)

    async def hurt(self, what: str) -> None:
        if what == "duplicates":
            await self._publish_again()
        elif what == "wipe":  # as the proof does it: what was published and not heard is gone
            self._kill("receive")
            await asyncio.sleep(UNHEARD_SECONDS)
            await self.server.kill()
            with contextlib.suppress(FileNotFoundError):
                shutil.rmtree(self.server.data_dir / "jetstream")
        elif what == "nats":
            await self.server.kill()
        else:
            self._kill(what)

    def _kill(self, part: str) -> None:
        if (process := self.children[part].process) and process.returncode is None:
            process.send_signal(signal.SIGKILL)

    async def _publish_again(self) -> None:
        """Facts again, without the id by which the stream would drop them."""
        client = Client()
        await client.connect(self.server.url)
        rows = self._rows("send", "SELECT subject, headers, body FROM outboxrow WHERE published_at IS NOT NULL")
        for subject, headers, body in rows[-DUPLICATES:]:
            known = {name: value for name, value in json.loads(str(headers)).items() if name != "Nats-Msg-Id"}
            assert isinstance(body, bytes)
            await client.publish(str(subject), body, headers=known)
        await client.drain()

    def told(self) -> set[str]:
        return {str(row[0]) for row in self._rows("send", "SELECT json_extract(headers, '$.ce-id') FROM outboxrow")}

    def effects(self) -> list[str]:
        return [str(row[0]) for row in self._rows("receive", "SELECT event_id FROM effectrow")]

    def _rows(self, part: str, statement: str) -> list[tuple[object, ...]]:
        try:
            return read(self._databases[part], statement)
        except sqlite3.OperationalError:  # not made yet
            return []


async def control(here: Path, seed: int, progress: Progress, faults: Sequence[str] = FAULTS) -> tuple[Row, str]:
    """Run the naive design; its row passes when facts were lost or doubled."""
    naive = Naive(here, FACTS_A_FAULT * len(faults))
    bar = progress.add_task("control: the naive design", total=naive.facts)
    chance = random.Random(seed)  # noqa: S311
    await naive.server.start()
    tasks = [
        asyncio.create_task(each) for each in (keep_server(naive.server), *map(Child.keep, naive.children.values()))
    ]
    try:
        await _until_begun(naive)
        for what in faults:
            await asyncio.sleep(chance.uniform(2.5, 4.0))
            await naive.hurt(what)
            progress.update(bar, completed=len(set(naive.effects())))
        await _until_quiet(naive, progress, bar)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await naive.server.stop()
    told, effects = naive.told(), naive.effects()
    lost, doubled = len(told - set(effects)), len(effects) - len(set(effects))
    remark = f"the naive design: of {len(told)} facts {lost} lost, {doubled} doubled by {len(faults)} faults"
    return Row(
        "control_lost_or_doubled", lost + doubled, ">= 1", len(told) == naive.facts and lost + doubled > 0, seed
    ), remark


async def _until_begun(naive: Naive) -> None:
    """Until something was heard: on a busy machine the faults would be over before there is anything to hurt."""
    async with asyncio.timeout(MOST_SECONDS):
        while not naive.effects():  # noqa: ASYNC110  # another process
            await asyncio.sleep(0.2)


async def _until_quiet(naive: Naive, progress: Progress, bar: TaskID) -> None:
    """Until everything is told and nothing new has happened for a while."""
    loop = asyncio.get_running_loop()
    began, changed, before = loop.time(), loop.time(), (0, 0)
    while loop.time() - changed < QUIET_SECONDS and loop.time() - began < MOST_SECONDS:
        now = (len(naive.told()), len(naive.effects()))
        if now != before or now[0] < naive.facts:
            before, changed = now, loop.time()
        progress.update(bar, completed=now[1])
        await asyncio.sleep(0.3)
