"""日程調整: what those asked say of each date, which date suits best, until when they may say it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from services.meetings.rules.calling import Invitee
from services.meetings.rules.recurrence import at_local_time
from shared.workdays import last_working_day

MOST_DATES = 20
MORNING = time(8, 30)  # when town halls open: nobody is reminded at night


class Availability(StrEnum):
    """○, △ and ×."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class PollStatus(StrEnum):
    """Where a poll stands: still asking, settled by a sitting, or ended without one."""

    OPEN = "open"
    HELD = "held"
    CLOSED = "closed"


class Ending(StrEnum):
    """Why an asking takes no answer: its link is void, the deadline has passed, or the poll is over."""

    VOID = "void"
    LATE = "late"
    HELD = "held"
    CLOSED = "closed"


class DateFault(StrEnum):
    """What is wrong with a date somebody proposes."""

    PAST = "past"
    TOO_FAR = "too_far"
    TWICE = "twice"


@dataclass(frozen=True)
class Tally:
    """How many said ○, △ and ×."""

    yes: int
    maybe: int
    no: int


def tally(answers: Iterable[Availability]) -> Tally:
    """Count the answers for one date."""
    said = list(answers)
    return Tally(*(said.count(each) for each in Availability))


def best_date(
    said: Mapping[datetime, Mapping[Invitee, Availability]], required: Collection[Invitee]
) -> datetime | None:
    """The date that suits best: without × of a required post if there is one, then most ○, most △, the earliest.

    None while nobody could come on any date.
    """

    def cost(starts_at: datetime) -> tuple[bool, int, int, datetime]:
        answers = said[starts_at]
        count = tally(answers.values())
        is_missed = any(answers.get(each) is Availability.NO for each in required)
        return is_missed, -count.yes, -count.maybe, starts_at

    possible = [each for each, answers in said.items() if set(answers.values()) - {Availability.NO}]
    return min(possible, key=cost, default=None)


def fault_in(dates: Sequence[datetime], *, now: datetime, last: date) -> tuple[int, DateFault] | None:
    """The first date that can't be proposed, by its place, and why; `last` is the last day that can."""
    end = at_local_time(last + timedelta(days=1), time.min)
    for place, each in enumerate(dates):
        if each <= now:
            return place, DateFault.PAST
        if each >= end:
            return place, DateFault.TOO_FAR
        if each in dates[:place]:
            return place, DateFault.TWICE
    return None


def deadline_suits(due_on: date, *, today: date, first_day: date) -> bool:
    """Whether people may answer to the end of `due_on`: not before today, and before the day of the first date."""
    return today <= due_on < first_day


def answers_until(due_on: date) -> datetime:
    """The end of the last day to answer."""
    return at_local_time(due_on + timedelta(days=1), time.min)


def ending_of(status: PollStatus, due_on: date, *, is_void: bool, now: datetime) -> Ending | None:
    """Why somebody can't answer now; None when they can. A void link says nothing else of its poll."""
    if is_void:
        return Ending.VOID
    if status is not PollStatus.OPEN:
        return Ending(status.value)
    return Ending.LATE if now >= answers_until(due_on) else None


def reminder_at(due_on: date, *, started_on: date, closed: Collection[date] = ()) -> datetime | None:
    """When the silent are reminded: in the morning of the last working day before the deadline.

    None where that is not after the day they were asked: a reminder on the day of the question helps nobody.
    """
    day = last_working_day(due_on - timedelta(days=1), closed)
    return at_local_time(day, MORNING) if day > started_on else None
