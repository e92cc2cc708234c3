"""What a program shows of a feed, and what every program must be able to do here."""

from typing import NamedTuple, Protocol

from tests.interop.front import Front

DAYS = 60  # how far ahead is looked; the notice of the address's own end is a year away


class Seen(NamedTuple):
    """One event as a program shows it; an all-day one starts at its day's midnight in UTC."""

    uid: str
    starts_at: int
    is_off: bool
    is_all_day: bool
    title: str


class Client(Protocol):
    """A program somebody has, subscribed through a front of its own."""

    name: str
    front: Front
    keeps_uids: bool
    asks_conditionally: bool

    async def refresh(self) -> None:
        """Ask for the feed as the program does when its hour has come; being refused is no error here."""

    async def shown(self) -> list[Seen]:
        """What it shows from today on, by UID."""
