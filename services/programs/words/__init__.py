"""What programs' codes are called on a page and in a feed, Japanese first."""

from services.programs.words.sessions import (
    CAUTIONS,
    FATES,
    GIVEN_REASONS,
    HOLIDAY_RULES,
    KINDS,
    REASONS,
    STATES,
    WEEKDAYS,
    cautions_said,
    errors,
    season_words,
    weekly_words,
)

__all__ = [
    "CAUTIONS",
    "FATES",
    "GIVEN_REASONS",
    "HOLIDAY_RULES",
    "KINDS",
    "REASONS",
    "STATES",
    "WEEKDAYS",
    "cautions_said",
    "errors",
    "season_words",
    "weekly_words",
]
