"""What meetings' codes are called on a page, Japanese first."""

from services.meetings.words.agenda import (
    ASK_FOR,
    BEYOND_US,
    DECISIONS,
    KINDS,
    MEANS,
    STATUSES,
    Names,
    decisions,
    errors,
    sentence_for,
    themes,
    why,
    why_called,
)
from services.meetings.words.feeds import CLIENTS, DETAILS, ends_soon, last_fetched, until
from services.meetings.words.series import EVERY_MONTHS, HOLIDAYS, NTH, WEEKDAYS, rule_of, why_another_day
from shared.ui.words import options

__all__ = [
    "ASK_FOR", "BEYOND_US", "CLIENTS", "DECISIONS", "DETAILS", "EVERY_MONTHS", "HOLIDAYS", "KINDS", "MEANS", "NTH",
    "STATUSES", "WEEKDAYS", "Names", "decisions", "ends_soon", "errors", "last_fetched", "options", "rule_of",
    "sentence_for", "themes", "until", "why", "why_another_day", "why_called",
]  # fmt: skip
