"""What a change of a weekly time does to the sessions that already exist. No clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from services.programs.rules.hours import monday_of
from services.programs.rules.series import Day


class Standing(NamedTuple):
    """A session as it stands: `by_rule` when a change of the rule, nobody's hand, called it off."""

    session_id: str
    due_on: date
    is_off: bool = False
    by_rule: bool = False
    by_hand: bool = False


class Fate(StrEnum):
    """What becomes of a session."""

    HELD = "held"
    REOPENED = "reopened"
    DROPPED = "dropped"
    LEFT_ALONE = "left_alone"
    ADDED = "added"


@dataclass(frozen=True)
class Step:
    """One session's fate; `day` is its day under the new rule, if it has one there."""

    fate: Fate
    session_id: str | None
    day: Day | None


def realign(existing: Iterable[Standing], wanted: Iterable[Day]) -> list[Step]:
    """Pair the sessions that exist with the days a rule gives, week by week: a session keeps its identity in its week.

    What somebody changed or called off by hand is left alone, but takes its week's place; what has no day any more is
    dropped (called off, still to be seen); what only a rule had called off comes back with its day.
    """
    by_week = {monday_of(day.due_on): day for day in wanted}
    steps = [_fate(standing, by_week.pop(monday_of(standing.due_on), None)) for standing in existing]
    return [*steps, *_added(by_week.values())]


def _fate(standing: Standing, day: Day | None) -> Step:
    if standing.by_hand or (standing.is_off and not standing.by_rule) or (standing.is_off and day is None):
        return Step(Fate.LEFT_ALONE, standing.session_id, day)
    if day is None:
        return Step(Fate.DROPPED, standing.session_id, None)
    return Step(Fate.REOPENED if standing.is_off else Fate.HELD, standing.session_id, day)


def _added(days: Iterable[Day]) -> Iterator[Step]:
    return (Step(Fate.ADDED, None, day) for day in days)
