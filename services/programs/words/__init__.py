"""What programs' codes are called on a page and in a feed, Japanese first."""

from services.programs.words.circumstances import ACCEPTANCE_REASONS, APPROVERS, BADGES, SHAPES, VERDICTS
from services.programs.words.forms import ask_for, errors, facts_said
from services.programs.words.matching import (
    Names,
    asked,
    condition,
    deciding_first,
    grade,
    reason,
)
from services.programs.words.sessions import REASONS, weekly_words

__all__ = [
    "ACCEPTANCE_REASONS", "APPROVERS", "BADGES", "REASONS", "SHAPES", "VERDICTS", "Names", "ask_for", "asked",
    "condition", "deciding_first", "errors", "facts_said", "grade", "reason", "weekly_words",
]  # fmt: skip
