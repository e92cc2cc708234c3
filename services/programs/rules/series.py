"""On which days a weekly time falls. No clock."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import partial
from typing import NamedTuple

from services.programs.rules.words import HolidayRule

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WeeklyTime:
    """One weekly time of a program; `weekday` counts from Monday 0. Without hours it is still to be posted.

    `first_day` and `last_day` are its season, both included; on `excepted` days it does not take place.
    """

    weekday: int
    start: time | None
    end: time | None
    on_holidays: HolidayRule = HolidayRule.SKIP
    first_day: date | None = None
    last_day: date | None = None
    excepted: frozenset[date] = field(default=frozenset())


class Day(NamedTuple):
    """The day a weekly time falls on, and the day it is held on once holidays had their say."""

    due_on: date
    held_on: date


_as_day: Callable[[Iterable[date]], Day] = partial(tuple.__new__, Day)  # as Day._make, without its Python frame a day


def days_of(weekly: WeeklyTime, first: date, last: date, closed: Set[date]) -> list[Day]:
    """The days of a weekly time due from `first` to `last`, both included, its season, exceptions and rule applied.

    What a holiday would move past the season's last day does not take place. `closed` are public holidays and the
    town's own; it has to reach some days beyond `last` for what is moved.
    """
    due = _due(weekly, first, last)
    if weekly.excepted:
        due = [day for day in due if day not in weekly.excepted]
    if weekly.on_holidays is HolidayRule.SKIP:
        due = [day for day in due if day not in closed]
    if weekly.on_holidays is HolidayRule.MOVE:
        moved = [Day(day, next_open(day, closed)) for day in due]
        return [day for day in moved if weekly.last_day is None or day.held_on <= weekly.last_day]
    return list(map(_as_day, zip(due, due, strict=True)))


Season = tuple[date | None, date | None]


def seasons_meet(one: Season, other: Season) -> bool:
    """Whether two seasons, first and last day included (None: open), have a day in common."""
    first = max((day for day, _ in (one, other) if day), default=date.min)
    last = min((day for _, day in (one, other) if day), default=date.max)
    return first <= last


def _due(weekly: WeeklyTime, first: date, last: date) -> list[date]:
    """Whole weeks counted in day numbers: a prefecture has a hundred thousand of them in two years."""
    start = max(first, weekly.first_day) if weekly.first_day else first
    end = min(last, weekly.last_day) if weekly.last_day else last
    ordinal = start.toordinal() + (weekly.weekday - start.weekday()) % 7
    return list(map(date.fromordinal, range(ordinal, end.toordinal() + 1, 7)))


def next_open(day: date, closed: Set[date]) -> date:
    """`day` itself, or the first day after it on which the town does not rest."""
    while day in closed:
        day += ONE_DAY
    return day
