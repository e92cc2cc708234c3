"""Ages and school grades of somebody whose day of birth nobody writes down: spans instead of single numbers.

A year is completed at the end of the day before the birthday (年齢計算ニ関スル法律, 民法143条2項), and school begins on
the first 1 April after that (学校教育法17条1項). So who is born on 1 April is in one grade with those born before them.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
PRESCHOOL, FIRST_GRADE, LAST_GRADE, OUT_OF_SCHOOL = 0, 1, 12, 13  # 1–6 小学, 7–9 中学, 10–12 高校


class Span(NamedTuple):
    """From the least to the most possible, both included."""

    low: int
    high: int


class Births(NamedTuple):
    """The days on which somebody may have been born, both included."""

    first: date
    last: date


def born_in(year: int, month: int | None = None) -> Births:
    """Born in a month, or at some time in a year."""
    last = month or 12
    return Births(date(year, month or 1, 1), date(year, last, monthrange(year, last)[1]))


def born_at_age(age: int, today: date) -> Births:
    """Born so that they are `age` years old today."""
    return Births(_years_before(today + ONE_DAY, age + 1) + ONE_DAY, _years_before(today + ONE_DAY, age))


def born_in_grade(grade: int, today: date) -> Births:
    """Born so that they are in `grade` (1–12) today, as nearly everybody is who never repeated a year."""
    entered = school_year(today) - grade + 1
    return Births(date(entered - 7, 4, 2), date(entered - 6, 4, 1))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February, in a year without one
        return date(day.year - years, 2, 28)


def age_on(birth: date, day: date) -> int:
    """Completed years at the end of `day`."""
    after = day + ONE_DAY
    return after.year - birth.year - ((after.month, after.day) < (birth.month, birth.day))


def grade_on(birth: date, day: date) -> int:
    """School grade on `day`: 1–12, PRESCHOOL before and OUT_OF_SCHOOL after them."""
    entered = birth.year + 6 + ((birth.month, birth.day) > (4, 1))
    return min(max(school_year(day) - entered + 1, PRESCHOOL), OUT_OF_SCHOOL)


def ages_on(births: Births, day: date) -> Span:
    """The ages somebody may have on `day`."""
    return Span(age_on(births.last, day), age_on(births.first, day))


def grades_on(births: Births, day: date) -> Span:
    """The grades somebody may be in on `day`."""
    return Span(grade_on(births.last, day), grade_on(births.first, day))


def school_year(day: date) -> int:
    """The year in whose April the school year of `day` began."""
    return day.year - (day.month < 4)


def next_april(day: date) -> date:
    """The first 1 April after `day`."""
    return date(school_year(day) + 1, 4, 1)
