"""What will be done to the town, drawn from a seed: the same seed gives the same faults in the same order."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.contracts.catalogue import SERVICES

SERVER = "nats-server"
LISTENERS = ("intake", "meetings", "notify")
PAIR_SHARE = 0.25


class FaultKind(StrEnum):
    """One way to disturb a town."""

    KILL = "kill"
    OUTAGE = "outage"
    WIPE = "wipe"
    DURABLE = "durable_deleted"
    DUPLICATES = "duplicates"


@dataclass(frozen=True)
class Fault:
    """`victims` are killed with -9 at once; an outage lasts `seconds`; `pause` seconds pass before it.

    A wipe kills a listener too: what was published and not heard is then nowhere but in the outbox.
    """

    kind: FaultKind
    victims: tuple[str, ...] = ()
    seconds: float = 0.0
    pause: float = 0.0


@dataclass(frozen=True)
class Size:
    """How much is told and how much is disturbed."""

    facts: int
    kills: int
    outages: int
    outage_seconds: float
    wipes: int
    durables: int
    duplicates: int
    longest_pause: float
    back_seconds: float = 10.0


FULL = Size(50_000, 50, 2, 30.0, 2, 4, 6, longest_pause=3.0)
SHORT = Size(2_000, 5, 1, 5.0, 1, 1, 1, longest_pause=0.3, back_seconds=30.0)  # beside other tests


def instance_names(services: Sequence[str], instances: int) -> list[str]:
    """Every process by name; the first instance of a service is called like it, the second `intake/2`."""
    return [name if number == 1 else f"{name}/{number}" for name in services for number in range(1, instances + 1)]


def service_of(instance: str) -> str:
    """Which service it is one of."""
    return instance.partition("/")[0]


def schedule(seed: int, size: Size, instances: int = 1) -> list[Fault]:
    """The faults in their order. Every process is killed about equally often, sometimes two at once."""
    chance = random.Random(seed)  # noqa: S311  # a schedule to repeat, no secret
    faults = [Fault(FaultKind.KILL, victims) for victims in _victims(chance, size.kills, instances)]
    faults += [Fault(FaultKind.OUTAGE, seconds=size.outage_seconds)] * size.outages
    listeners = [tuple(instance_names([chance.choice(LISTENERS)], instances)) for _ in range(size.wipes)]
    faults += [Fault(FaultKind.WIPE, listener) for listener in listeners]
    faults += [Fault(FaultKind.DURABLE)] * size.durables
    faults += [Fault(FaultKind.DUPLICATES)] * size.duplicates
    chance.shuffle(faults)
    return [
        Fault(fault.kind, fault.victims, fault.seconds, chance.uniform(0.0, size.longest_pause)) for fault in faults
    ]


def _victims(chance: random.Random, kills: int, instances: int) -> Iterator[tuple[str, ...]]:
    done, waiting, all_of_them = 0, list[str](), [*instance_names(tuple(SERVICES), instances), SERVER]
    while done < kills:
        most = min(2 if chance.random() < PAIR_SHARE else 1, kills - done)
        while len(waiting) < most:
            waiting += chance.sample(all_of_them, len(all_of_them))
        victims = tuple(dict.fromkeys(waiting.pop(0) for _ in range(most)))
        done += len(victims)
        yield victims
