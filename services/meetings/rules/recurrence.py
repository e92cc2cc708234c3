"""When a body sits: as people say it, as an RRULE (RFC 5545 3.3.10, inside only), and as days in Japan."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from dateutil.rrule import rrulestr

from shared.clock import TOKYO
from shared.workdays import is_working_day, last_working_day, next_working_day

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIRST_MONDAY = date(2024, 4, 1)
MONTHS_AHEAD = 13  # how far ahead a sitting can be placed, and a calendar is read
_BYDAY = re.compile(r"(-1|[1-4])?(MO|TU|WE|TH|FR|SA|SU)")


class HolidayRule(StrEnum):
    """What becomes of a sitting whose day the town hall is closed (holidays, weekends, year-end, local closures)."""

    NEXT = "next-business-day"
    PREVIOUS = "previous-business-day"
    SKIP = "skip"


@dataclass(frozen=True)
class Pattern:
    """The days a body sits on: every `interval` months on the `nth` weekdays of the month (1 to 4, -1 for the last),
    or, without `nth`, every `interval` weeks.
    """

    weekday: str
    interval: int = 1
    nth: tuple[int, ...] = ()

    @property
    def rrule(self) -> str:
        if not self.nth:
            return f"FREQ=WEEKLY;INTERVAL={self.interval};BYDAY={self.weekday}"
        return f"FREQ=MONTHLY;INTERVAL={self.interval};BYDAY={','.join(f'{n}{self.weekday}' for n in self.nth)}"


def pattern_of(rrule: str) -> Pattern | None:
    """The pattern behind a stored RRULE; None when it says more than the form can."""
    parts = dict(part.split("=", 1) for part in rrule.split(";") if "=" in part)
    days = [_BYDAY.fullmatch(day) for day in parts.get("BYDAY", "").split(",")]
    if not parts.keys() <= {"FREQ", "INTERVAL", "BYDAY"} or not all(days):
        return None
    found = [(int(day[1] or 0), day[2]) for day in days if day]
    weekdays = {weekday for _nth, weekday in found}
    nth = tuple(sorted((number for number, _day in found), key=lambda number: number % 100))
    is_monthly = parts.get("FREQ") == "MONTHLY"
    if len(weekdays) != 1 or is_monthly == (0 in nth) or (not is_monthly and parts.get("FREQ") != "WEEKLY"):
        return None
    return Pattern(weekdays.pop(), int(parts.get("INTERVAL", "1")), nth if is_monthly else ())


def fiscal_year_start(day: date) -> date:
    """1 April on or before `day`; quarterly bodies count their three months from it."""
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def sitting_days(
    rrule: str, first: date, last: date, *, holiday_rule: str | None, closed: Collection[date] = ()
) -> list[tuple[date, date]]:
    """Pairs of (the day the rule names, the day the body really sits); the named day is from `first` to `last`.

    `closed` are the town's own closures. Two sittings that would meet on one day become one.
    """
    days: list[tuple[date, date]] = []
    for named in named_days(rrule, first, last):
        day = _open_day(named, holiday_rule, closed)
        if day and day not in {taken for _named, taken in days}:
            days.append((named, day))
    return days


def named_days(rrule: str, first: date, last: date) -> list[date]:
    """The days the rule itself names, from `first` to `last`, holidays or not."""
    # Months are counted from April; weeks from one Monday for ever, else each April would shift "every second week".
    start = datetime.combine(FIRST_MONDAY if "FREQ=WEEKLY" in rrule else fiscal_year_start(first), time())
    named = rrulestr(rrule, dtstart=start).between(
        datetime.combine(first, time()), datetime.combine(last, time()), inc=True
    )
    return [moment.date() for moment in named]


def _open_day(day: date, holiday_rule: str | None, closed: Collection[date]) -> date | None:
    if holiday_rule == HolidayRule.NEXT:
        return next_working_day(day, closed)
    if holiday_rule == HolidayRule.PREVIOUS:
        return last_working_day(day, closed)
    return day if is_working_day(day, closed) else None


def at_local_time(day: date, start: time) -> datetime:
    """The moment in UTC at which it is `start` on `day` in Japan."""
    return datetime.combine(day, start, tzinfo=TOKYO).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    next_month = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (next_month - timedelta(days=1)).day))
