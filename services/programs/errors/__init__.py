"""What can go wrong in programs, by name."""

from services.programs.errors.sessions import (
    BadHours,
    ChangedSince,
    DateHasPassed,
    DayIsTaken,
    NoSuchChange,
    NoSuchSession,
    SessionIsOff,
    SessionIsOver,
    TooLateToUndo,
)
from services.programs.errors.town import NoSuchProgram, NoSuchTown, UnknownVenue

__all__ = [
    "BadHours",
    "ChangedSince",
    "DateHasPassed",
    "DayIsTaken",
    "NoSuchChange",
    "NoSuchProgram",
    "NoSuchSession",
    "NoSuchTown",
    "SessionIsOff",
    "SessionIsOver",
    "TooLateToUndo",
    "UnknownVenue",
]
