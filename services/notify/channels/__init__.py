"""Ways a message leaves the house, all behind one small protocol."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.bus.cause import NO_CAUSE, Cause
from shared.itip import Appointment


@dataclass(frozen=True)
class Letter:
    """A message ready to leave. `id` stays the same however often it is sent, so that a receiver can drop a repeat."""

    id: str
    to: str
    subject: str
    body: str
    written_at: datetime
    appointment: Appointment | None = None
    takes_replies: bool = False
    answers: str | None = None  # the Message-ID of the mail this one answers
    cause: Cause = NO_CAUSE


class NotTaken(Exception):
    """A channel could not hand a letter over. `for_good`: trying again can't help."""

    def __init__(self, *, for_good: bool) -> None:
        super().__init__("refused" if for_good else "no answer")
        self.for_good = for_good


class Channel(Protocol):
    """One way out."""

    name: str

    async def send(self, letter: Letter) -> None:
        """Hand `letter` over; returns once the other side has taken it, raises NotTaken otherwise."""
        ...
