"""Whether a message may still leave, and when to try again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)


class Kind(StrEnum):
    """What a message says."""

    INVITATION = "invitation"
    RELEASE = "release"
    INVITATION_HELD = "invitation_held"
    EMPTY_AGENDA = "empty_agenda"
    TASK = "task"
    REFERRAL = "referral"
    ATTENDANCE_DECLINED = "attendance_declined"
    ATTENDANCE_RESTORED = "attendance_restored"
    RESOLUTION_ASKED = "resolution_asked"
    POLL_ASKED = "poll_asked"
    POLL_REMINDER = "poll_reminder"
    ORGANISER_REMINDED = "organiser_reminded"
    REPLY_ANSWERED = "reply_answered"
    SESSIONS_OFF = "sessions_off"
    SESSIONS_BACK = "sessions_back"
    PLACE_OFFERED = "place_offered"
    PLACE_CONFIRMED = "place_confirmed"


class Status(StrEnum):
    """Where a message stands. `cancelled` is not the end: it follows the facts, and may be due again."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Reason(StrEnum):
    """Why a message does not leave."""

    CONSENT_WITHDRAWN = "consent_withdrawn"
    MEETING_CANCELLED = "meeting_cancelled"
    SUPERSEDED = "superseded"
    NEVER_INVITED = "never_invited"
    ROUTINE = "routine"
    ANSWERED = "answered"
    REVOKED = "revoked"
    POLL_CLOSED = "poll_closed"
    TOO_LATE = "too_late"
    NO_ADDRESS = "no_address"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"


CALLING = frozenset({
    Kind.INVITATION, Kind.INVITATION_HELD, Kind.EMPTY_AGENDA, Kind.ATTENDANCE_DECLINED, Kind.ATTENDANCE_RESTORED,
})  # fmt: skip
TAKES_BACK = {
    Kind.RELEASE: Kind.INVITATION,
    Kind.ATTENDANCE_RESTORED: Kind.ATTENDANCE_DECLINED,
    Kind.SESSIONS_BACK: Kind.SESSIONS_OFF,
}


@dataclass(frozen=True)
class Told:
    """What the decision needs to know of a message."""

    kind: Kind
    sequence: int
    useless_after: datetime | None
    is_routine: bool


@dataclass(frozen=True)
class Standing:
    """What is known by now of the thing a message is about."""

    newest_sequence: int
    was_heard: bool
    meeting_is_cancelled: bool
    consent_is_withdrawn: bool
    settled_for: Reason | None = None  # of a poll: answered or revoked after this message's fact
    poll_is_closed: bool = False


def reason_to_hold_back(told: Told, standing: Standing, *, now: datetime) -> Reason | None:
    """Why a message must not leave now, or None when it may.

    A function of what is known, never of the order in which it became known: facts may come late, twice or crossed.
    """
    if standing.consent_is_withdrawn:
        return Reason.CONSENT_WITHDRAWN
    if told.sequence < standing.newest_sequence:
        return Reason.SUPERSEDED
    if standing.poll_is_closed:
        return Reason.POLL_CLOSED
    if standing.settled_for:
        return standing.settled_for
    if standing.meeting_is_cancelled and told.kind in CALLING:
        return Reason.MEETING_CANCELLED
    if told.is_routine:
        return Reason.ROUTINE
    if told.kind in TAKES_BACK and not standing.was_heard:
        return Reason.NEVER_INVITED  # who never heard of the sitting is not puzzled with a release
    if told.useless_after and now > told.useless_after:
        return Reason.TOO_LATE
    return None


def withdrawn(*, on_consent: bool | None, called_at: datetime, withdrawn_at: datetime) -> bool:
    """Whether a message rests on a consent that is withdrawn now.

    `on_consent` says whether it rests on consent at all; None where the fact left that open: then whatever was told
    before the withdrawal counts as resting on it.
    """
    return called_at <= withdrawn_at if on_consent is None else on_consent


def wait_before(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts; None when it is time to give up and telephone."""
    return None if attempts >= ATTEMPTS else min(FIRST_WAIT * 2 ** (2 * (attempts - 1)), LONGEST_WAIT)


def delay(*, due_at: datetime, sent_at: datetime, failed: int) -> timedelta:
    """How late a message left, counted from when it was due first; `due_at` moved with each attempt that failed."""
    waits = (wait_before(attempt) for attempt in range(1, failed + 1))
    return max(sent_at - due_at, timedelta()) + sum((wait for wait in waits if wait), timedelta())
