"""When a body sits: its RRULE, its holiday rule, local time in Japan."""

from datetime import UTC, date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from shared.clock import TOKYO
from shared.workdays import is_working_day, next_working_day


def fiscal_year_start(day: date) -> date:
    """1 April on or before `day`; quarterly bodies count their three months from it."""
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def sitting_days(rrule: str, first: date, last: date, *, holiday_rule: str | None) -> list[tuple[date, date]]:
    """Pairs of (the day the rule names, the day the body really sits) from `first` to `last` inclusive.

    With `next-business-day` a sitting that falls on a closed day moves to the next working day; without a rule it
    is left out.
    """
    start = datetime.combine(fiscal_year_start(first), time())
    named = rrulestr(rrule, dtstart=start).between(
        datetime.combine(first, time()), datetime.combine(last, time()), inc=True
    )
    days = []
    for moment in named:
        day = moment.date()
        if holiday_rule == "next-business-day":
            days.append((day, next_working_day(day)))
        elif is_working_day(day):
            days.append((day, day))
    return days


def at_local_time(day: date, start: time) -> datetime:
    """The moment in UTC at which it is `start` on `day` in Japan."""
    return datetime.combine(day, start, tzinfo=TOKYO).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    next_month = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (next_month - timedelta(days=1)).day))
