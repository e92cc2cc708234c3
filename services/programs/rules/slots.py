"""Free weekly slots of a venue: when it is open and no program is there. No clock."""

from collections.abc import Iterable
from datetime import time, timedelta
from typing import NamedTuple


class Slot(NamedTuple):
    """Part of a day, from a time until another; the last moment does not belong to it."""

    starts: time
    ends: time

    @property
    def length(self) -> timedelta:
        return _since_midnight(self.ends) - _since_midnight(self.starts)

    def meets(self, other: "Slot") -> bool:
        """Whether some moment belongs to both."""
        return self.starts < other.ends and other.starts < self.ends


def free_slots(open_: Slot, taken: Iterable[Slot], at_least: timedelta) -> list[Slot]:
    """What is left of the opening hours beside what is taken, in pieces of at least a given length."""
    free, begins = [], open_.starts
    for slot in sorted(taken):
        if slot.starts > begins:
            free.append(Slot(begins, min(slot.starts, open_.ends)))
        begins = max(begins, slot.ends)
    if begins < open_.ends:
        free.append(Slot(begins, open_.ends))
    return [slot for slot in free if slot.length >= at_least]


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)
