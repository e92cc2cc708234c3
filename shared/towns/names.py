"""What municipalities are called, by their national code."""

from functools import lru_cache
from typing import NamedTuple

from shared.towns.town import known_towns, load_town


class TownName(NamedTuple):
    """A municipality's name for people."""

    name: str
    name_en: str


@lru_cache(maxsize=1)
def town_names() -> dict[str, TownName]:
    """Names of the towns this installation knows."""
    towns = map(load_town, known_towns().values())
    return {town.code: TownName(town.municipality.name, town.municipality.name_en) for town in towns}
