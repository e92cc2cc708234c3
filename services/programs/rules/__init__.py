"""What programs decides, as pure functions by topic. No I/O, no clock."""

from services.programs.rules.hours import are_hours, moment_on, monday_of
from services.programs.rules.kana import NO_KANA, Furigana
from services.programs.rules.portions import Span, portion
from services.programs.rules.realign import Fate, Standing, Step, realign
from services.programs.rules.series import Day, WeeklyTime, days_of, next_open
from services.programs.rules.slots import Slot, free_slots
from services.programs.rules.words import CancelReason, Caution, ChangeKind, HolidayRule, ProgramKind, SessionStatus

__all__ = [
    "NO_KANA",
    "CancelReason",
    "Caution",
    "ChangeKind",
    "Day",
    "Fate",
    "Furigana",
    "HolidayRule",
    "ProgramKind",
    "SessionStatus",
    "Slot",
    "Span",
    "Standing",
    "Step",
    "WeeklyTime",
    "are_hours",
    "days_of",
    "free_slots",
    "moment_on",
    "monday_of",
    "next_open",
    "portion",
    "realign",
]
