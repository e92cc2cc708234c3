"""A time from when until when."""

from datetime import datetime
from typing import NamedTuple


class Span(NamedTuple):
    """From a moment until another, both aware; the last moment does not belong to it."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, other: "Span") -> bool:
        """Whether some moment belongs to both; one that ends as the other begins does not meet it."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at
