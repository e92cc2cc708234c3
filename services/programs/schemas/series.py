"""Shapes of weekly times, of one changed date, and of closed days."""

from datetime import date

from pydantic import Field as Described

from services.programs.rules import HolidayRule
from services.programs.schemas.base import Form, LocalTime
from shared.web.text import Reference, ShortText


class SeriesForm(Form):
    """毎週の時間: weekday, hours (none: to be posted), holiday rule, season, days without, and from which week on."""

    weekday: int = Described(ge=0, le=6, description="Monday is 0")
    start: LocalTime | None = None
    end: LocalTime | None = None
    on_holidays: HolidayRule = HolidayRule.SKIP
    first_day: date | None = Described(None, description="of its season")
    last_day: date | None = Described(None, description="of its season")
    excepted: list[date] = Described([], max_length=60, description="days on which it does not take place")
    since: date = Described(description="any day of the first week that changes")


class MoveForm(Form):
    """One session elsewhere: another day, other hours, another venue."""

    held_on: date
    start: LocalTime | None = None
    end: LocalTime | None = None
    venue: Reference | None = None
    note: ShortText = ""


class ClosedDayForm(Form):
    """A day on which the town's programs rest."""

    day: date
    name: ShortText = Described(min_length=1, max_length=40)


class SchoolBreakForm(Form):
    """学校の休み."""

    break_name: ShortText = Described(min_length=1, max_length=40)
    first_day: date
    last_day: date
