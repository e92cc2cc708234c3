"""What a program shows of a feed."""

from typing import NamedTuple


class Seen(NamedTuple):
    """One event as a program shows it."""

    uid: str
    starts_at: int
    is_off: bool
