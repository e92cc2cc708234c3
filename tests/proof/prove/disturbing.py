"""Doing one fault to the town, and timing how long until everybody listens again."""

import asyncio
import os
import random
from collections import Counter
from dataclasses import dataclass, field

from tests.proof.prove.bus import Bus
from tests.proof.prove.house import House
from tests.proof.prove.schedule import SERVER, Fault, FaultKind

DUPLICATES_OF_A_SERVICE = 300
UNHEARD_SECONDS = 0.3  # in which facts are published that the killed listener does not hear


@dataclass
class Damage:
    """What was done, and the longest time to recover by kind of fault, in seconds."""

    kills: Counter[str] = field(default_factory=Counter)
    done: Counter[FaultKind] = field(default_factory=Counter)
    slowest: dict[str, tuple[float, float]] = field(default_factory=dict)
    thrown_again: int = 0
    overtaken: int = 0

    def recovered(self, kind: str, seconds: float) -> None:
        """Beside the seconds, how loaded the machine was: others may be working on it."""
        self.slowest[kind] = max((seconds, os.getloadavg()[0]), self.slowest.get(kind, (0.0, 0.0)))


class Disturber:
    """Carries faults out, one after the other; a fault ends when every consumer is back."""

    def __init__(self, house: House, bus: Bus, seed: int) -> None:
        self._house = house
        self._bus = bus
        self._chance = random.Random(f"disturber {seed}")  # noqa: S311
        self.damage = Damage()

    async def do(self, fault: Fault) -> None:
        await asyncio.sleep(fault.pause)
        action = {
            FaultKind.KILL: self._kill,
            FaultKind.OUTAGE: self._outage,
            FaultKind.WIPE: self._wipe,
            FaultKind.DURABLE: self._delete_durable,
            FaultKind.DUPLICATES: self._duplicate,
        }[fault.kind]
        await action(fault)
        self.damage.done[fault.kind] += 1

    async def _kill(self, fault: Fault) -> None:
        before = self._kill_all(fault)
        kind = "kill_nats" if SERVER in fault.victims else "kill_service"
        self.damage.recovered(kind, await self._bus.seconds_until_back(before))

    def _kill_all(self, fault: Fault) -> dict[str, int | None]:
        """Returns the processes that were running, by name."""
        before = {name: self._house.pid(name) for name in fault.victims}
        for name in fault.victims:
            self.damage.kills[name] += self._house.kill(name)
        return before

    async def _outage(self, fault: Fault) -> None:
        await self._house.hold_server_down()
        await asyncio.sleep(fault.seconds)
        await self._house.raise_server()
        self.damage.overtaken += await self._bus.overtake(self._chance)
        self.damage.recovered("outage", await self._bus.seconds_until_back({}))

    async def _wipe(self, fault: Fault) -> None:
        before = self._kill_all(fault)
        await asyncio.sleep(UNHEARD_SECONDS)
        await self._house.hold_server_down()
        self._house.wipe_bus()
        await self._house.raise_server()
        self.damage.recovered("wipe", await self._bus.seconds_until_back(before))

    async def _delete_durable(self, fault: Fault) -> None:
        await self._bus.delete_durable(self._chance)
        self.damage.recovered("durable_deleted", await self._bus.seconds_until_back({}))

    async def _duplicate(self, fault: Fault) -> None:
        self.damage.thrown_again += await self._bus.publish_again(self._chance, DUPLICATES_OF_A_SERVICE)
        self.damage.recovered("duplicates", await self._bus.seconds_until_back({}))
