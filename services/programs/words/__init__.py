"""What programs' codes are called on a page and in a feed, Japanese first."""

from services.programs.words.sessions import REASONS, weekly_words

__all__ = ["REASONS", "weekly_words"]
