"""In which order programs are offered: those that fit, the nearest, those with places."""

from math import asin, cos, inf, radians, sin, sqrt
from typing import NamedTuple

from services.programs.rules.matching.words import Verdict

ORDER = (Verdict.YES, Verdict.ASK, Verdict.NO)
EARTH_KM = 6371.0


class Point(NamedTuple):
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


class Rank(NamedTuple):
    """Sorts programs; smaller comes first."""

    verdict: int
    kilometres: float
    taken: float
    name: str


def rank(verdict: Verdict, name: str, *, kilometres: float | None = None, free_places: int | None = None) -> Rank:
    """Yes before ask before no, then whole kilometres (unknown last), then free places (unknown, then full, last)."""
    far = inf if kilometres is None else round(kilometres)
    taken = 0.0 if free_places is None else -float(free_places) if free_places > 0 else inf
    return Rank(ORDER.index(verdict), far, taken, name)


def kilometres_between(one: Point, other: Point) -> float:
    """As the crow flies (haversine)."""
    north, south = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    root = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(root))


def middle_of(points: list[Point]) -> Point | None:
    """The middle of an area's places; None when none is known. Good enough within a municipality."""
    if not points:
        return None
    latitudes, longitudes = [point.latitude for point in points], [point.longitude for point in points]
    return Point(sum(latitudes) / len(points), sum(longitudes) / len(points))
