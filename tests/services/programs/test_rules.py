"""On which days a weekly time falls."""

from datetime import UTC, date, datetime, time, timedelta

import holidays
import jpholiday
import pytest

from services.programs.rules import Day, HolidayRule, WeeklyTime, are_hours, days_of, moment_on, monday_of
from shared.workdays import holidays_between

MO, TU, WE, TH, FR, SA, SU = range(7)
REIWA_3 = (date(2021, 4, 1), date(2022, 3, 31))


def falls_on(*weekdays: int, rule: HolidayRule = HolidayRule.SKIP, within: tuple[date, date] = REIWA_3) -> list[date]:
    closed = holidays_between(date(2020, 1, 1), date(2028, 1, 1))
    times = [WeeklyTime(weekday, None, None, rule) for weekday in weekdays]
    return [day.held_on for weekly in times for day in days_of(weekly, *within, closed)]


@pytest.mark.parametrize(("weekdays", "days"), [((MO,), 52), ((TU,), 52), ((WE, FR), 104), ((SA, SU), 104)])
def test_the_four_programs_in_the_fiscal_year_reiwa_3(weekdays: tuple[int, ...], days: int) -> None:
    assert len(falls_on(*weekdays, rule=HolidayRule.KEEP)) == days


@pytest.mark.parametrize("weekdays", [(MO,), (TU,), (WE, FR), (SA, SU)])
def test_two_libraries_leave_the_same_dates_of_that_year(weekdays: tuple[int, ...]) -> None:
    """Date by date: all of the four programs' days that neither `holidays` nor `jpholiday` calls a holiday."""
    every = [REIWA_3[0] + timedelta(days=number) for number in range(365)]
    due = [day for day in every if day.weekday() in weekdays]
    of_japan = holidays.country_holidays("JP", years=(2021, 2022))
    assert sorted(falls_on(*weekdays)) == [day for day in due if day not in of_japan]
    assert sorted(falls_on(*weekdays)) == [day for day in due if not jpholiday.is_holiday(day)]


def test_holidays_of_that_year_are_skipped_by_name() -> None:
    """Counted by hand from the Cabinet Office's list for 2021 and 2022 (with the Olympic moves)."""
    mondays = set(falls_on(MO, rule=HolidayRule.KEEP)) - set(falls_on(MO))
    tuesdays = set(falls_on(TU, rule=HolidayRule.KEEP)) - set(falls_on(TU))
    assert mondays == {date(2021, 5, 3), date(2021, 8, 9), date(2021, 9, 20), date(2022, 1, 10), date(2022, 3, 21)}
    assert tuesdays == {date(2021, 5, 4), date(2021, 11, 23)}


GOLDEN_WEEK = (date(2026, 5, 1), date(2026, 5, 14))


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (HolidayRule.SKIP, [date(2026, 5, 11)]),
        (HolidayRule.KEEP, [date(2026, 5, 4), date(2026, 5, 11)]),
        (HolidayRule.MOVE, [date(2026, 5, 7), date(2026, 5, 11)]),  # 4, 5 and 6 May are holidays
    ],
)
def test_a_monday_in_golden_week(rule: HolidayRule, days: list[date]) -> None:
    assert falls_on(MO, rule=rule, within=GOLDEN_WEEK) == days


def test_both_ends_count() -> None:
    assert falls_on(TU, within=(date(2026, 12, 1), date(2026, 12, 8))) == [date(2026, 12, 1), date(2026, 12, 8)]


def test_a_time_is_japans_and_none_stays_none() -> None:
    assert moment_on(date(2026, 12, 1), time(8, 45)) == datetime(2026, 11, 30, 23, 45, tzinfo=UTC)
    assert moment_on(date(2026, 12, 1), None) is None


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        (None, None, True), (time(9), time(10), True), (time(10), time(10), False), (time(9), None, False),
        (None, time(9), False),
    ],
)  # fmt: skip
def test_hours_come_in_order_or_not_at_all(start: time | None, end: time | None, holds: bool) -> None:
    assert are_hours(start, end) is holds


def test_a_sunday_belongs_to_the_week_before() -> None:
    assert monday_of(date(2026, 11, 29)) == date(2026, 11, 23)


def test_nothing_is_moved_past_the_last_day() -> None:
    season = WeeklyTime(0, None, None, HolidayRule.MOVE, last_day=date(2026, 11, 23))  # a Monday and a holiday
    assert days_of(season, date(2026, 11, 16), date(2026, 11, 30), {date(2026, 11, 23)}) == [
        Day(date(2026, 11, 16), date(2026, 11, 16))
    ]
