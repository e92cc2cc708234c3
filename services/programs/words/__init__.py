"""What programs' codes are called on a page and in a feed, Japanese first."""

from services.programs.words.sessions import CAUTIONS, GIVEN_REASONS, REASONS, cautions_said, weekly_words

__all__ = ["CAUTIONS", "GIVEN_REASONS", "REASONS", "cautions_said", "weekly_words"]
