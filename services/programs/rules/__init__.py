"""What programs decides, as pure functions by topic. No I/O, no clock."""

from services.programs.rules.attending import CAME, AttendanceState, asks_for_check, is_regular, missed_in_a_row
from services.programs.rules.hours import are_hours, moment_on, monday_of
from services.programs.rules.kana import NO_KANA, Furigana, needs_kana
from services.programs.rules.portions import Span, portion
from services.programs.rules.realign import Fate, Standing, Step, realign
from services.programs.rules.registering import (
    ALIVE,
    HOLDS_PLACES,
    RegistrationScope,
    RegistrationStatus,
    admits,
    answer_by,
)
from services.programs.rules.series import Day, WeeklyTime, days_of, next_open, seasons_meet
from services.programs.rules.slots import Slot, free_slots
from services.programs.rules.weather import REASON_OF, PartOfDay, WeatherKind, is_in, was_out
from services.programs.rules.words import (
    BY_RULE,
    CancelReason,
    Caution,
    ChangeKind,
    HolidayRule,
    ProgramKind,
    SessionStatus,
)

__all__ = [
    "ALIVE",
    "BY_RULE",
    "CAME",
    "HOLDS_PLACES",
    "NO_KANA",
    "REASON_OF",
    "AttendanceState",
    "CancelReason",
    "Caution",
    "ChangeKind",
    "Day",
    "Fate",
    "Furigana",
    "HolidayRule",
    "PartOfDay",
    "ProgramKind",
    "RegistrationScope",
    "RegistrationStatus",
    "SessionStatus",
    "Slot",
    "Span",
    "Standing",
    "Step",
    "WeatherKind",
    "WeeklyTime",
    "admits",
    "answer_by",
    "are_hours",
    "asks_for_check",
    "days_of",
    "free_slots",
    "is_in",
    "is_regular",
    "missed_in_a_row",
    "moment_on",
    "monday_of",
    "needs_kana",
    "next_open",
    "portion",
    "realign",
    "seasons_meet",
    "was_out",
]
