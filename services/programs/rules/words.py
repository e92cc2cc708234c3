"""The codes programs decides by."""

from enum import StrEnum
from typing import Literal, NamedTuple


class HolidayRule(StrEnum):
    """What a series does on a day on which the town rests."""

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
    CLOSED_DAY = "closed_day"
    CHANGED = "changed"
    OTHER = "other"


BY_RULE = frozenset({CancelReason.CLOSED_DAY, CancelReason.CHANGED})  # what a rule called off, the rule brings back


class ProgramKind(StrEnum):
    """What people look for (the board's filter)."""

    GATHERING = "gathering"
    MEAL = "meal"
    EXERCISE = "exercise"
    STUDY = "study"
    HOBBY = "hobby"
    WORK = "work"
    CHILDREN = "children"
    OTHER = "other"


class ChangeKind(StrEnum):
    """What somebody did that can be taken back."""

    POSTED = "posted"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    CHANGED = "changed"


class Caution(NamedTuple):
    """One thing to know before posting a day: its code, and the name that goes with it (a holiday's, a program's)."""

    code: Literal["holiday", "school_break", "double_use", "venue_closed"]
    name: str = ""
