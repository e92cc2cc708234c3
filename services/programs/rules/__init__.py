"""What programs decides, as pure functions by topic. No I/O, no clock."""

from services.programs.rules.hours import are_hours, moment_on, monday_of
from services.programs.rules.series import Day, Replanned, WeeklyTime, days_of, next_open, replan
from services.programs.rules.words import CancelReason, HolidayRule, ProgramKind, SessionStatus

__all__ = [
    "CancelReason",
    "Day",
    "HolidayRule",
    "ProgramKind",
    "Replanned",
    "SessionStatus",
    "WeeklyTime",
    "are_hours",
    "days_of",
    "moment_on",
    "monday_of",
    "next_open",
    "replan",
]
