"""What can go wrong in programs, by name."""

from services.programs.errors.sessions import (
    BadHours,
    ChangedSince,
    DateHasPassed,
    DayIsTaken,
    NoSuchChange,
    NoSuchSession,
    SeasonEndsBeforeItBegins,
    SessionIsOff,
    SessionIsOver,
    TooLateToUndo,
)
from services.programs.errors.town import (
    NoSuchClosedDay,
    NoSuchLink,
    NoSuchOrganiser,
    NoSuchProgram,
    NoSuchSeries,
    NoSuchTown,
    NoSuchVenue,
    UnknownArea,
    UnknownVenue,
)

__all__ = [
    "BadHours",
    "ChangedSince",
    "DateHasPassed",
    "DayIsTaken",
    "NoSuchChange",
    "NoSuchClosedDay",
    "NoSuchLink",
    "NoSuchOrganiser",
    "NoSuchProgram",
    "NoSuchSeries",
    "NoSuchSession",
    "NoSuchTown",
    "NoSuchVenue",
    "SeasonEndsBeforeItBegins",
    "SessionIsOff",
    "SessionIsOver",
    "TooLateToUndo",
    "UnknownArea",
    "UnknownVenue",
]
