"""What municipalities are called, by their national code."""

from functools import lru_cache
from typing import NamedTuple

from shared.towns.town import demo_towns


class TownName(NamedTuple):
    """A municipality's name for people."""

    name: str
    name_en: str


@lru_cache(maxsize=1)
def town_names() -> dict[str, TownName]:
    """Names of the towns this installation knows."""
    return {town.code: TownName(town.municipality.name, town.municipality.name_en) for town in demo_towns()}
