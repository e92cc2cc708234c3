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
    means,
    said_as,
    sentence_for,
    themes,
    why,
    why_called,
)
from services.meetings.words.bodies import LANES, membership
from services.meetings.words.feeds import CLIENTS, DETAILS, ends_soon, last_fetched, until
from services.meetings.words.holding import OUTCOMES, PRESENCES, REPLIED, VOTES
from services.meetings.words.overlaps import called_elsewhere
from services.meetings.words.polls import ASK_FOR_DATES, AVAILABLE, POLL_STATUSES, SIGNS, closed_day, sign
from services.meetings.words.rooms import EQUIPMENT, room
from services.meetings.words.series import EVERY_MONTHS, HOLIDAYS, NTH, WEEKDAYS, rule_of, why_another_day
from shared.ui.words import options

__all__ = [
    "ASK_FOR", "ASK_FOR_DATES", "AVAILABLE", "BEYOND_US", "CLIENTS", "DECISIONS", "DETAILS", "EQUIPMENT",
    "EVERY_MONTHS", "HOLIDAYS", "KINDS", "LANES", "MEANS", "NTH", "OUTCOMES", "POLL_STATUSES", "PRESENCES",
    "REPLIED", "SIGNS", "STATUSES", "VOTES", "WEEKDAYS", "Names", "called_elsewhere", "closed_day", "decisions",
    "ends_soon", "errors", "last_fetched", "means", "membership", "options", "room", "rule_of", "said_as",
    "sentence_for", "sign", "themes", "until", "why", "why_another_day", "why_called",
]  # fmt: skip
