"""What programs tells: programs and their dated sessions."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.base import Event
from shared.contracts.words import StopOutcome, Theme


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


class SessionChanged(Event):
    """The day, time or place of a dated occurrence changed, by hand or with its weekly time."""

    subject: ClassVar[str] = "programs.session_changed.v1"

    program_id: str
    name: str
    held_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""


class PostingUndone(Event):
    """An organiser took back within minutes what they had posted: the occurrence stands as it was planned."""

    subject: ClassVar[str] = "programs.posting_undone.v1"

    program_id: str
    name: str
    held_on: date


class RegistrationMade(Event):
    """Somebody registered for a program or one of its sessions; who they are stays with programs, sealed."""

    subject: ClassVar[str] = "programs.registration_made.v1"

    program_id: str
    session_id: str | None = None
    ticket_sha256: str
    is_waiting: bool


class PlaceOffered(Event):
    """A place became free and is kept for who waited longest, until they answer or the time is over."""

    subject: ClassVar[str] = "programs.place_offered.v1"

    program_id: str
    name: str
    session_id: str | None = None
    held_on: date | None = None
    ticket_sha256: str
    until: datetime


class PlaceConfirmed(Event):
    """Who waited has a place now."""

    subject: ClassVar[str] = "programs.place_confirmed.v1"

    program_id: str
    name: str
    session_id: str | None = None
    held_on: date | None = None
    ticket_sha256: str


class RegistrationEnded(Event):
    """A registration holds no place and waits for none any more: withdrawn, or an offer nobody answered."""

    subject: ClassVar[str] = "programs.registration_ended.v1"

    program_id: str
    session_id: str | None = None
    ticket_sha256: str
    has_lapsed: bool


class CheckAsked(Event):
    """A regular was missed several times in a row: the coordinator looks how they are. Who it is stays here."""

    subject: ClassVar[str] = "programs.check_asked.v1"

    program_id: str


class ConcernedSession(BaseModel):
    """A session of a fact about somebody who registered, as it stands now."""

    model_config = ConfigDict(frozen=True)

    session_id: str
    name: str
    held_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_off: bool
    reason: str | None = None


class ParticipantConcerned(Event):
    """Sessions somebody registered for were called off, moved, or are on again. One fact a registration and change.

    The aggregate is the change for this registration; its version grows with each further change of the same sessions.
    """

    subject: ClassVar[str] = "programs.participant_concerned.v1"

    change_id: str
    registration_id: str
    ticket_sha256: str
    sessions: list[ConcernedSession]


class OrganiserReminded(Event):
    """Whoever runs a session is reminded of it on its day, while there is still time to call it off."""

    subject: ClassVar[str] = "programs.organiser_reminded.v1"

    organiser_id: str
    program_id: str
    name: str
    held_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class StopReplySettled(Event):
    """What became of a reply that asks to call a session off: whoever wrote it hears it."""

    subject: ClassVar[str] = "programs.stop_reply_settled.v1"

    session_id: str
    outcome: StopOutcome
    name: str
    held_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
