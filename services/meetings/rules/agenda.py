"""The order of an agenda, by rule and by hand, its budget of minutes, and whether it is worth sitting for."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from shared.contracts.words import ItemKind
from shared.workdays import add_working_days

# What can't wait comes first, then what the town has carried longest (pages.md: oldest first), themes after cases.
ORDER = (
    ItemKind.EMERGENCY_REPORT,
    ItemKind.WRITTEN_REPORT,
    ItemKind.REFERRAL_UNANSWERED,
    ItemKind.REVIEW,
    ItemKind.WATCH_ENDED,
    ItemKind.ACTION_ITEM,
    ItemKind.CANDIDATE,
    ItemKind.NETWORK_CASE,
    ItemKind.AREA_CONCERN,
    ItemKind.RESOURCE_GAP,
    ItemKind.KIZUKI,
    ItemKind.TOPIC,
)
MINUTES = {
    ItemKind.EMERGENCY_REPORT: 5,
    ItemKind.WRITTEN_REPORT: 5,
    ItemKind.REFERRAL_UNANSWERED: 5,
    ItemKind.REVIEW: 10,
    ItemKind.WATCH_ENDED: 10,
    ItemKind.ACTION_ITEM: 5,
    ItemKind.CANDIDATE: 10,
    ItemKind.NETWORK_CASE: 30,
    ItemKind.AREA_CONCERN: 10,
    ItemKind.RESOURCE_GAP: 15,
    ItemKind.KIZUKI: 5,
    ItemKind.TOPIC: 10,
}
# Lines that are the body's own business: no other service hears of them.
INTERNAL = frozenset({ItemKind.ACTION_ITEM, ItemKind.WRITTEN_REPORT})
ASK_DAYS = 3  # working days before an empty sitting at which its leader is asked


@dataclass(frozen=True)
class Placed:
    """What the order needs to know of a line. `rank` is its place once somebody put the lines in order by hand."""

    id: str
    kind: ItemKind
    times_carried: int
    rank: int | None = None

    @property
    def by_rule(self) -> tuple[int, int, str]:
        """Kind, then the longest carried, then the oldest (ids are ordered by time)."""
        return (ORDER.index(self.kind), -self.times_carried, self.id)


def in_order(lines: Sequence[Placed]) -> list[str]:
    """The ids of the lines as they are taken.

    What was put in order by hand stays in that order; a line that came later stands before the first one that it goes
    before by rule, else at the end.
    """
    by_hand = sorted((line for line in lines if line.rank is not None), key=lambda line: (line.rank, line.id))
    for new in sorted((line for line in lines if line.rank is None), key=lambda line: line.by_rule):
        later = (place for place, line in enumerate(by_hand) if line.by_rule > new.by_rule)
        by_hand.insert(next(later, len(by_hand)), new)
    return [line.id for line in by_hand]


def moved(ids: Sequence[str], line: str, steps: int) -> list[str]:
    """The order with one line moved: up (negative) or down, at most to the end."""
    rest = [each for each in ids if each != line]
    place = min(max(ids.index(line) + steps, 0), len(rest))
    return [*rest[:place], line, *rest[place:]]


def minutes_over(minutes: list[int], budget: int) -> int:
    """By how many minutes an agenda exceeds its sitting; 0 when it fits."""
    return max(0, sum(minutes) - budget)


def ask_until(today: date, closed: Container[date]) -> date:
    """The last day of a still empty sitting whose leader is asked today to skip or shorten it."""
    return add_working_days(today, ASK_DAYS, closed)
