"""What programs decides, as pure functions: on which days a weekly time falls, and at which hours. No clock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from shared.clock import TOKYO

IsHoliday = Callable[[date], bool]


class HolidayRule(StrEnum):
    """What a series does on a public holiday."""

    SKIP = "skip"
    KEEP = "keep"
    MOVE = "move"


class SessionStatus(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class CancelReason(StrEnum):
    """Why a session does not take place."""

    HEAVY_RAIN = "heavy_rain"
    TYPHOON = "typhoon"
    SNOW = "snow"
    HEAT = "heat"
    ILLNESS = "illness"
    VENUE = "venue"
    OTHER = "other"


@dataclass(frozen=True)
class WeeklyTime:
    """One weekly time of a program; `weekday` counts from Monday 0. Without hours it is still to be posted."""

    weekday: int
    start: time | None
    end: time | None
    on_holidays: HolidayRule = HolidayRule.SKIP

    @property
    def slot(self) -> str:
        """What tells two sessions of one day apart."""
        return f"{self.start:%H:%M}" if self.start else ""


def days_of(weekly: WeeklyTime, first: date, last: date, is_holiday: IsHoliday) -> Iterator[date]:
    """The days of a weekly time from `first` to `last`, both included, its holiday rule applied."""
    day = first + timedelta(days=(weekly.weekday - first.weekday()) % 7)
    while day <= last:
        held_on = _around_holidays(day, weekly.on_holidays, is_holiday)
        if held_on:
            yield held_on
        day += timedelta(days=7)


def _around_holidays(day: date, rule: HolidayRule, is_holiday: IsHoliday) -> date | None:
    if rule is HolidayRule.KEEP or not is_holiday(day):
        return day
    if rule is HolidayRule.SKIP:
        return None
    while is_holiday(day):
        day += timedelta(days=1)
    return day


def moment_on(day: date, at: time | None) -> datetime | None:
    """A local time on a day; a time nobody has posted stays unsaid."""
    return datetime.combine(day, at, TOKYO) if at else None


def are_hours(start: time | None, end: time | None) -> bool:
    """Whether both are given in order, or neither is."""
    return start < end if start and end else start is None and end is None


def monday_of(day: date) -> date:
    """The Monday of the week in which `day` lies."""
    return day - timedelta(days=day.weekday())
