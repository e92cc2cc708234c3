"""Lines about themes (domain.md, facts 2 and 6): which bodies take them, and what can be decided on them."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.contracts.words import DecisionCode, ItemKind

THEMES = frozenset({ItemKind.AREA_CONCERN, ItemKind.RESOURCE_GAP, ItemKind.KIZUKI, ItemKind.TOPIC})


@dataclass(frozen=True)
class Taker:
    """A body, the area it looks after (None: the whole town) and the kinds of lines that come to it."""

    body: str
    area: str | None
    kinds: frozenset[ItemKind]


def takers(kind: ItemKind, area: str | None, bodies: Iterable[Taker]) -> list[str]:
    """The bodies that a line comes to: those of its own area, else those of the whole town.

    A kizuki from Kure is looked at in Kure; only what no area looks after goes to the town's bodies.
    """
    wanting = [body for body in bodies if kind in body.kinds]
    near = [body.body for body in wanting if area and body.area == area]
    return near or [body.body for body in wanting if body.area is None]


def decisions(kind: ItemKind) -> frozenset[DecisionCode]:
    """The decisions a line about a theme can have; a gap is one already, a concern was raised already."""
    every = {DecisionCode.NOTED, DecisionCode.TAKE_UP}
    if kind is not ItemKind.RESOURCE_GAP:
        every.add(DecisionCode.RESOURCE_GAP)
    if kind in {ItemKind.KIZUKI, ItemKind.TOPIC}:
        every.add(DecisionCode.RAISE)
    return frozenset(every)
