"""What can go wrong in programs, by name."""

from services.programs.errors.sessions import (
    BadHours,
    DateHasPassed,
    DayIsTaken,
    NoSuchSession,
    SessionIsOff,
    SessionIsOver,
)
from services.programs.errors.town import NoSuchProgram, NoSuchTown

__all__ = [
    "BadHours",
    "DateHasPassed",
    "DayIsTaken",
    "NoSuchProgram",
    "NoSuchSession",
    "NoSuchTown",
    "SessionIsOff",
    "SessionIsOver",
]
