"""Regular days against libraries that know nothing of ours: dateutil's own rules, holidays of two keepers."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

import holidays
import jpholiday
import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from services.meetings.rules.recurrence import FIRST_MONDAY, WEEKDAYS, HolidayRule, Pattern, sitting_days
from shared.workdays import YEAR_END, holiday_name

DAY = timedelta(days=1)
HOLIDAYS = holidays.country_holidays("JP", years=range(2019, 2038))
firsts = st.dates(date(2026, 1, 1), date(2032, 12, 31))
closures = st.sets(st.integers(0, 420), max_size=12)
monthly = st.builds(
    Pattern,
    weekday=st.sampled_from(WEEKDAYS),
    interval=st.sampled_from([1, 2, 3, 4, 6, 12]),
    nth=st.sets(st.sampled_from([1, 2, 3, 4, -1]), min_size=1).map(lambda nth: tuple(sorted(nth))),
)
weekly = st.builds(Pattern, weekday=st.sampled_from(WEEKDAYS), interval=st.sampled_from([1, 2, 3, 4, 6]))


def named_by_dateutil(pattern: Pattern, first: date, last: date) -> list[date]:
    """Months are counted from April, weeks from one Monday for ever."""
    weekday = getattr(rrule, pattern.weekday)
    if pattern.nth:
        months = [month for month in range(1, 13) if (month - 4) % pattern.interval == 0]
        rule = rrule.rrule(
            rrule.MONTHLY, dtstart=datetime.combine(first, time()), until=datetime.combine(last, time()),
            bymonth=months, byweekday=[weekday(number) for number in pattern.nth],
        )  # fmt: skip
        return [moment.date() for moment in rule]
    days = rrule.rrule(
        rrule.DAILY, dtstart=datetime.combine(first, time()), until=datetime.combine(last, time()), byweekday=weekday
    )
    return [moment.date() for moment in days if (moment.date() - FIRST_MONDAY).days // 7 % pattern.interval == 0]


def is_open(day: date, closed: Collection[date]) -> bool:
    at_work = day.weekday() < 5 and day not in HOLIDAYS
    return at_work and (day.month, day.day) not in YEAR_END and day not in closed


def sits_on(day: date, rule: HolidayRule, closed: Collection[date]) -> date | None:
    step = {HolidayRule.NEXT: DAY, HolidayRule.PREVIOUS: -DAY}.get(rule)
    while not is_open(day, closed):
        if step is None:
            return None
        day += step
    return day


@pytest.mark.parametrize("year", range(2020, 2036))
def test_both_libraries_know_the_same_holidays(year: int) -> None:
    """Two keepers of the law (国民の祝日に関する法律): when one is late with a change, this says so."""
    days = [date(year, 1, 1) + DAY * number for number in range(366)]
    by_jpholiday = {day for day in days if jpholiday.is_holiday(day)}
    assert {day for day in days if holiday_name(day)} == by_jpholiday == {day for day in days if day in HOLIDAYS}


@given(monthly | weekly, firsts, closures, st.sampled_from(HolidayRule))
def test_a_body_sits_on_the_days_that_the_libraries_name(
    pattern: Pattern, first: date, closures: set[int], rule: HolidayRule
) -> None:
    last, closed = first + DAY * 400, {first + DAY * number for number in closures}
    first_named: dict[date, date] = {}  # two that would meet on one day become one
    for named in named_by_dateutil(pattern, first, last):
        if day := sits_on(named, rule, closed):
            first_named.setdefault(day, named)
    expected = [(named, day) for day, named in first_named.items()]
    assert sitting_days(pattern.rrule, first, last, holiday_rule=rule, closed=closed) == expected
