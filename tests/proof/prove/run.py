"""One proof: load and faults side by side, then quiet, then the checks."""

import asyncio
import contextlib
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nats.errors import Error as NatsError
from rich.progress import Progress

from tests.proof.prove import checks
from tests.proof.prove.bus import Bus
from tests.proof.prove.clerks import LOGINS, Desk, Journal, Refused
from tests.proof.prove.disturbing import Damage, Disturber
from tests.proof.prove.house import House
from tests.proof.prove.report import Row
from tests.proof.prove.schedule import FULL, FaultKind, Size, schedule
from tests.proof.prove.stores import Stores, stores
from tests.proof.prove.stories import Story, stories

log = logging.getLogger(__name__)

CLERKS = 12
AHEAD = 0.05  # load and faults may be so far apart, as a share of the whole: both last to the end
DRAIN_SECONDS = 300.0


@dataclass(frozen=True)
class Proof:
    """What came out: rows, and remarks that say where something is wrong."""

    rows: list[Row]
    remarks: list[str]


class Run:
    """State of one proof while it lasts."""

    def __init__(self, here: Path, seed: int, size: Size, progress: Progress, stores: Stores, instances: int) -> None:
        self.seed, self.size, self.progress = seed, size, progress
        self.house = House(here, stores=stores, instances=instances)
        self.journal = Journal()
        self.faults = schedule(seed, size, instances)
        self.faults_done = 0
        self.facts = 0
        self._bars = (
            progress.add_task("facts told", total=size.facts),
            progress.add_task("faults", total=len(self.faults)),
        )

    async def prove(self) -> Proof:
        headers_of = await self._open()
        bus = Bus(self.house)
        await bus.open()
        try:
            disturber = Disturber(self.house, bus, self.seed)
            await self._disturb_under_load(disturber, Desk(self.house, headers_of, self.journal))
            drained = await self._drain(bus)
            return self._judge(disturber.damage, drained)
        finally:
            await bus.close()
            await self.house.close()

    async def _open(self) -> dict[str, dict[str, str]]:
        step = self.progress.add_task("starting the town", total=None)
        await self.house.open()
        headers_of = await self.house.sign_in(*LOGINS)
        self.progress.update(step, total=1, completed=1)
        return headers_of

    async def _disturb_under_load(self, disturber: Disturber, desk: Desk) -> None:
        source = iter(stories(self.seed))
        counting = asyncio.create_task(self._count())
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(CLERKS):
                    group.create_task(self._work(desk, source))
                group.create_task(self._disturb(disturber))
        finally:
            counting.cancel()
            await desk.close()

    @property
    def _shares(self) -> tuple[float, float]:
        return self.facts / self.size.facts, self.faults_done / len(self.faults)

    async def _count(self) -> None:
        while True:
            self.facts = await asyncio.to_thread(checks.facts_told, self.house)
            self.progress.update(self._bars[0], completed=self.facts)
            await asyncio.sleep(0.3)

    async def _work(self, desk: Desk, source: Iterator[tuple[int, Story]]) -> None:
        while True:
            told, disturbed = self._shares
            if told >= 1 and disturbed >= 1:
                return
            if disturbed < 1 and told > disturbed + AHEAD:
                await asyncio.sleep(0.1)
                continue
            _number, story = next(source)
            with contextlib.suppress(Refused):  # counted in the journal
                await story(desk)

    async def _disturb(self, disturber: Disturber) -> None:
        for fault in self.faults:
            while self._shares[1] > self._shares[0] + AHEAD:  # noqa: ASYNC110  # rows of other processes
                await asyncio.sleep(0.1)
            self.progress.update(self._bars[1], description=f"faults: {fault.kind} {' '.join(fault.victims)}")
            log.warning("fault: %s", fault)
            await disturber.do(fault)
            log.warning("recovered: %s", disturber.damage.slowest)
            self.faults_done += 1
            self.progress.advance(self._bars[1])
        self.progress.update(self._bars[1], description="faults")

    async def _drain(self, bus: Bus) -> float:
        """Wait until nothing is on its way any more; returns the seconds that took."""
        step = self.progress.add_task("everything settles", total=None)
        loop = asyncio.get_running_loop()
        began, still = loop.time(), 0
        while still < 3 and loop.time() - began < DRAIN_SECONDS:
            waiting = await self._waiting(bus)
            still = 0 if waiting else still + 1
            self.progress.update(step, description=f"everything settles: {waiting} wait")
            await asyncio.sleep(0.5)
        self.progress.update(step, description="everything settles", total=1, completed=1)
        return loop.time() - began

    async def _waiting(self, bus: Bus) -> int:
        messages = self.house.read("notify", "SELECT count(*) FROM messages WHERE status IN ('due', 'sending')")
        try:
            lag = await bus.lag()
        except (NatsError, TimeoutError):
            lag = 1
        return checks.count(self.house, UNPUBLISHED) + lag + int(str(messages[0][0]))

    def _judge(self, damage: Damage, drained: float) -> Proof:
        records = checks.Records(self.house, self.journal)
        found = [*checks.deliveries(records), *checks.commands(records), *checks.effects(records)]
        lost, doubled, remarks = checks.totals(found)
        seed, size = self.seed, self.size
        rows = [
            Row.at_least("facts", checks.count(self.house, TOLD), size.facts, seed),
            Row.at_least("commands", self.journal.commands, 1, seed),
            Row.at_least("kills", damage.kills.total(), size.kills, seed),
            Row.at_least("outages", damage.done[FaultKind.OUTAGE], size.outages, seed),
            Row.at_least("wipes", damage.done[FaultKind.WIPE], size.wipes, seed),
            Row.at_least("durables_deleted", damage.done[FaultKind.DURABLE], size.durables, seed),
            Row.at_least("facts_thrown_again", damage.thrown_again, 100, seed),
            Row.at_least("facts_overtaken", damage.overtaken, 1, seed),
            Row.at_most("lost", lost, 0, seed),
            Row.at_most("doubled", doubled, 0, seed),
            Row.at_most("dead_letters", checks.count(self.house, DEAD), 0, seed),
            Row.at_most("unpublished", checks.count(self.house, UNPUBLISHED), 0, seed),
            Row.at_most("refused_commands", len(self.journal.refusals), 0, seed),
            Row.at_most("settled_s", drained, DRAIN_SECONDS - 1, seed),
            *(
                Row.at_most(f"back_after_{kind}_s", seconds, size.back_seconds, seed)
                for kind, (seconds, _load) in sorted(damage.slowest.items())
            ),
        ]
        remarks += [f"refused: {each}" for each in sorted(set(self.journal.refusals))]
        remarks.append(f"{self.journal.repeats} commands sent again; kills: {dict(damage.kills)}")
        loads = ", ".join(f"{kind} {load:.1f}" for kind, (_seconds, load) in sorted(damage.slowest.items()))
        remarks.append(f"load average at the slowest return, {os.cpu_count()} processors: {loads}")
        remarks.append(f"{len(found)} checks over {sum(check.should.total() for check in found):,} things")
        return Proof(rows, remarks)


TOLD = "SELECT count(*) FROM outbox"
UNPUBLISHED = "SELECT count(*) FROM outbox WHERE published_at IS NULL"
DEAD = "SELECT count(*) FROM dead_letters"


async def prove(
    here: Path,
    seed: int,
    size: Size = FULL,
    progress: Progress | None = None,
    *,
    kind: str = "sqlite",
    instances: int = 1,
) -> Proof:
    """Run a proof of `size` in the empty directory `here`, on databases of `kind`, so many processes a service."""
    with stores(kind, here / "data") as kept:
        return await Run(here, seed, size, progress or Progress(disable=True), kept, instances).prove()
