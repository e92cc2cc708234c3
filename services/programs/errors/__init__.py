"""What can go wrong in programs, by name."""

from services.programs.errors.matching import (
    AgesDisagree,
    ConditionsChanged,
    NotBornYet,
    UnknownArea,
    UnknownProgram,
)
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
    "AgesDisagree",
    "BadHours",
    "ConditionsChanged",
    "DateHasPassed",
    "DayIsTaken",
    "NoSuchProgram",
    "NoSuchSession",
    "NoSuchTown",
    "NotBornYet",
    "SessionIsOff",
    "SessionIsOver",
    "UnknownArea",
    "UnknownProgram",
]
