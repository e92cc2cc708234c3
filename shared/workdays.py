"""Working days in Japan: law-made holidays come from the `jpholiday` library, the town's own closures from its data."""

from collections.abc import Container
from datetime import date, timedelta
from functools import lru_cache

import jpholiday

FIRST_YEAR, LAST_YEAR = 1949, 2150
YEAR_END = frozenset({(12, 29), (12, 30), (12, 31), (1, 2), (1, 3)})  # 行政機関の休日に関する法律 1条: offices close


@lru_cache(maxsize=16)
def _holidays(year: int) -> dict[date, str]:
    if not FIRST_YEAR <= year <= LAST_YEAR:  # a date somebody mistyped; beyond, the library runs over Python's own end
        return {}
    return {day: name.rpartition(" ")[2] for day, name in jpholiday.year_holidays(year)}  # 憲法記念日 振替休日


def holiday_name(day: date) -> str | None:
    """The Japanese name of the public holiday on `day`, if it is one."""
    return _holidays(day.year).get(day)


def holidays_between(first: date, last: date) -> set[date]:
    """The public holidays from `first` to `last`, both included."""
    years = range(first.year, last.year + 1)
    return {day for year in years for day in _holidays(year) if first <= day <= last}


def is_working_day(day: date, closed: Container[date] = ()) -> bool:
    """Whether a town hall is open: no weekend, no holiday, no year-end closure, no local closure."""
    return (
        day.weekday() < 5 and holiday_name(day) is None and (day.month, day.day) not in YEAR_END and day not in closed
    )


def next_working_day(day: date, closed: Container[date] = ()) -> date:
    """`day` itself when it is a working day, else the first one after it."""
    while not is_working_day(day, closed):
        day += timedelta(days=1)
    return day


def last_working_day(day: date, closed: Container[date] = ()) -> date:
    """`day` itself when it is a working day, else the last one before it."""
    while not is_working_day(day, closed):
        day -= timedelta(days=1)
    return day


def add_working_days(day: date, count: int, closed: Container[date] = ()) -> date:
    """The day `count` working days after `day`."""
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1), closed)
    return day
