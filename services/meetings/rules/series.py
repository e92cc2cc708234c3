"""What a change of a body's rule does to its coming sittings: as few calendar events as possible change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

Wanted = tuple[date, datetime]  # the day the rule names, the moment the body sits


@dataclass(frozen=True)
class Planned:
    """A coming sitting of the series; `by_hand` when somebody moved this one away from its rule's time."""

    id: str
    series_day: date
    starts_at: datetime
    by_hand: bool


@dataclass
class Change:
    """What stays, moves (with its UID), is new, and is called off."""

    unchanged: list[str] = field(default_factory=list)
    moved: list[tuple[str, date, datetime]] = field(default_factory=list)
    new: list[Wanted] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def compare(planned: Iterable[Planned], wanted: Iterable[Wanted]) -> Change:
    """Match the sittings there are with those the new rule names.

    A sitting whose day is still named stays, at its new hour unless it was moved by hand. Of the rest, the first left
    of a month takes the first day left of that month, and so on; so a calendar shows it moved, not gone and new.
    """
    change = Change()
    open_days = dict(wanted)
    left: list[Planned] = []
    for each in sorted(planned, key=lambda each: each.series_day):
        moment = open_days.pop(each.series_day, None)
        if moment is None:
            left.append(each)
        elif each.by_hand or moment == each.starts_at:
            change.unchanged.append(each.id)
        else:
            change.moved.append((each.id, each.series_day, moment))
    for each in left:
        day = min((day for day in open_days if _month(day) == _month(each.series_day)), default=None)
        if day is None:
            change.dropped.append(each.id)
        else:
            change.moved.append((each.id, day, open_days.pop(day)))
    change.new = sorted(open_days.items())
    return change


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
