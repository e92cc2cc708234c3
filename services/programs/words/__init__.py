"""What programs' codes are called on a page and in a feed, Japanese first."""

from services.programs.words.circumstances import ACCEPTANCE_REASONS, APPROVERS, BADGES, SHAPES, VERDICTS
from services.programs.words.forms import ask_for, errors, facts_said, whole
from services.programs.words.importing import COLUMN_HINTS, end_words, mistake_words, time_words
from services.programs.words.matching import Names, asked, condition, deciding_first, grade, reason
from services.programs.words.prefectures import prefecture_of
from services.programs.words.sessions import (
    CAUTIONS,
    FATES,
    GIVEN_REASONS,
    HOLIDAY_RULES,
    KINDS,
    PARTS,
    REASONS,
    STATES,
    WEATHER,
    WEEKDAYS,
    cautions_said,
    season_words,
    undo_words,
    weekly_words,
)

__all__ = [
    "ACCEPTANCE_REASONS",
    "APPROVERS",
    "BADGES",
    "CAUTIONS",
    "COLUMN_HINTS",
    "FATES",
    "GIVEN_REASONS",
    "HOLIDAY_RULES",
    "KINDS",
    "PARTS",
    "REASONS",
    "SHAPES",
    "STATES",
    "VERDICTS",
    "WEATHER",
    "WEEKDAYS",
    "Names",
    "ask_for",
    "asked",
    "cautions_said",
    "condition",
    "deciding_first",
    "end_words",
    "errors",
    "facts_said",
    "grade",
    "mistake_words",
    "prefecture_of",
    "reason",
    "season_words",
    "time_words",
    "undo_words",
    "weekly_words",
    "whole",
]
