"""A thousand weekly times over two years, beside the library that calendars' own rules are read with."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from statistics import median
from typing import TypeVar

import recurring_ical_events  # type: ignore[import-untyped]  # ships no types
from icalendar import Calendar, Event

from services.programs.rules import WeeklyTime, days_of
from shared.process import tune_process
from shared.workdays import holidays_between
from tests.proof.bench.registry import Figures, Ground, register

SERIES = 1000
TWO_YEARS = (date(2026, 4, 1), date(2028, 3, 31))
ROUNDS = 9
Dates = list[list[date]]
T = TypeVar("T")


class NotTheSame(Exception):
    """The two name different dates: their speeds say nothing."""


@register("series")
async def expanding(ground: Ground) -> Figures:
    """Milliseconds for every date of every weekly time, holidays skipped; the library does the same once."""
    with ground.step("1,000 weekly times over two years"):
        tune_process()  # as every process of the town does when it is built
        return beside_the_library(ground.count(SERIES), holidays_between(*TWO_YEARS))


def beside_the_library(count: int, closed: set[date]) -> Figures:
    """Both expand the same weekly times. NotTheSame when they name different dates."""
    times = weekly_times(count)
    written = as_calendar(times, closed)
    ours, by_rule = _taken(ROUNDS, lambda: [days_of(each, *TWO_YEARS, closed) for each in times])
    theirs, by_library = _taken(1, lambda: expanded(written))
    dates = [sorted(day.held_on for day in days) for days in by_rule]
    if dates != grouped(by_library, count):
        raise NotTheSame("days_of and recurring-ical-events name different dates")
    return {
        "series": count, "dates": sum(map(len, dates)), "expand_ms": ours,
        "recurring_ical_events_ms": theirs, "times_recurring_ical_events": theirs / ours,
    }  # fmt: skip


def weekly_times(count: int) -> list[WeeklyTime]:
    """Weekly times on every weekday at all hours of a day."""
    return [WeeklyTime(number % 7, clock_time(8 + number % 9), clock_time(10 + number % 9)) for number in range(count)]


def as_calendar(times: list[WeeklyTime], closed: set[date]) -> Calendar:
    """The same weekly times as a calendar says them: RRULE, and an EXDATE for each holiday on that weekday."""
    written = Calendar()
    for number, weekly in enumerate(times):
        assert weekly.start
        first = TWO_YEARS[0] + timedelta(days=(weekly.weekday - TWO_YEARS[0].weekday()) % 7)
        event = Event()
        event.add("uid", str(number))
        event.add("dtstart", datetime.combine(first, weekly.start))
        event.add("duration", timedelta(hours=2))
        event.add("rrule", {"freq": "weekly", "until": datetime.combine(TWO_YEARS[1], clock_time(23, 59))})
        for day in sorted(closed):
            if day.weekday() == weekly.weekday:
                event.add("exdate", datetime.combine(day, weekly.start))
        written.add_component(event)
    return written


def expanded(written: Calendar) -> list[Event]:
    """Every occurrence, by recurring-ical-events."""
    found: list[Event] = recurring_ical_events.of(written).between(TWO_YEARS[0], TWO_YEARS[1] + timedelta(days=1))
    return found


def grouped(occurrences: list[Event], count: int) -> Dates:
    """Each series' dates, in order."""
    dates: Dates = [[] for _ in range(count)]
    for event in occurrences:
        dates[int(event.uid)].append(date.fromordinal(event.start.toordinal()))
    return [sorted(each) for each in dates]


def _taken(rounds: int, work: Callable[[], T]) -> tuple[float, T]:
    """Milliseconds (the median of some rounds), and what came of it."""
    waits = []
    for _ in range(rounds):
        began = time.perf_counter()
        found = work()
        waits.append((time.perf_counter() - began) * 1000)
    return median(waits), found
