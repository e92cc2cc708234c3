"""Hours and weeks of sessions, in Japan's time."""

from datetime import date, datetime, time, timedelta

from shared.clock import TOKYO


def moment_on(day: date, at: time | None) -> datetime | None:
    """A local time on a day; a time nobody has posted stays unsaid."""
    return datetime.combine(day, at, TOKYO) if at else None


def are_hours(start: time | None, end: time | None) -> bool:
    """Whether both are given in order, or neither is."""
    return start < end if start and end else start is None and end is None


def monday_of(day: date) -> date:
    """The Monday of the week in which `day` lies."""
    return day - timedelta(days=day.weekday())


def first_on(weekday: int, day: date) -> date:
    """`day` itself, or the first day after it on that weekday (Monday is 0)."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
