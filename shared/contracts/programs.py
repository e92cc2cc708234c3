"""What programs tells: programs and their dated sessions."""

from datetime import date, datetime
from typing import ClassVar

from shared.contracts.base import Event
from shared.contracts.words import Theme


class ProgramStarted(Event):
    """A program (プログラム) exists and has a weekly time."""

    subject: ClassVar[str] = "programs.program_started.v1"

    name: str
    area: str | None = None
    answers_gap: str | None = None


class KizukiNoted(Event):
    """Somebody noticed something in an area (気づき). The sentence stays where it was written."""

    subject: ClassVar[str] = "programs.kizuki_noted.v1"

    theme: Theme
    area: str | None = None


class GapRepeated(Event):
    """For several people within a short time no program fitted, all for one theme in one area (資源不足).

    Told once for all of them. How many there were stays where it was counted: so few people could be recognised.
    """

    subject: ClassVar[str] = "programs.gap_repeated.v1"

    theme: Theme
    area: str | None = None


class SessionPosted(Event):
    """An organiser posted a dated occurrence (開催); without times it is still "time to be posted"."""

    subject: ClassVar[str] = "programs.session_posted.v1"

    program_id: str
    name: str
    held_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class SessionCancelled(Event):
    """A dated occurrence will not take place."""

    subject: ClassVar[str] = "programs.session_cancelled.v1"

    program_id: str
    name: str
    held_on: date
    reason: str


class SessionReopened(Event):
    """A cancellation was undone."""

    subject: ClassVar[str] = "programs.session_reopened.v1"

    program_id: str
    name: str
    held_on: date
