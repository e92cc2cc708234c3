"""Bringing unsent messages in line with what is known. Every fact that arrives and every sending passes here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from services.notify import rules
from services.notify.models import CancelledMeeting, CaseConsent, ClosedPoll, Message, MessageCase, SettledAsking
from services.notify.rules import TAKES_BACK, Kind, Reason, Standing, Status, Told
from shared.contracts.words import Consent, InviteeKind
from shared.db import Session

NEWLY_DUE = "notify_newly_due"  # in a transaction's info: something can leave once it commits
HEARD = frozenset({Status.SENT, Status.SENDING, Status.FAILED})  # a failed one was telephoned
OF_PROGRAMS = frozenset({InviteeKind.PARTICIPANT, InviteeKind.ORGANISER})
UNSENT = frozenset({Status.DUE, Status.CANCELLED})
Key = tuple[Kind, str, int, InviteeKind, str]  # a message is told once to one recipient


@dataclass(frozen=True)
class Draft:
    """A message that is not stored yet, with its cases (True where a case's line rests on consent, None: not said)."""

    message: Message
    cases: Sequence[MessageCase]


@dataclass(frozen=True)
class Known:
    """All that is known of some things that messages are about; read in few statements, however many they are."""

    messages: dict[str, list[Message]]
    cases: dict[str, list[MessageCase]]
    cancelled_meetings: frozenset[str]
    withdrawn_at: dict[str, datetime]
    settled: dict[str, SettledAsking]
    closed_polls: frozenset[str]
    new: list[Draft]

    def reason_to_hold_back(self, message: Message, *, now: datetime) -> Reason | None:
        """Why this message must not leave, by what is known at this moment."""
        told = Told(message.kind, message.sequence, message.useless_after, message.is_routine)
        standing = Standing(
            newest_sequence=max(other.sequence for other in self.messages[message.about]),
            was_heard=self.heard_before(message, TAKES_BACK.get(message.kind, message.kind)),
            meeting_is_cancelled=message.meeting_id in self.cancelled_meetings,
            consent_is_withdrawn=self._is_withdrawn(message),
            settled_for=self._settled_for(message),
            poll_is_closed=message.poll_id in self.closed_polls,
        )
        return rules.reason_to_hold_back(told, standing, now=now)

    def is_undecided(self, message: Message) -> bool:
        """Whether another message about the same thing is being sent just now: its outcome comes first."""
        return any(other.status is Status.SENDING for other in self.messages[message.about] if other.id != message.id)

    def heard_before(self, message: Message, kind: Kind) -> bool:
        """Whether the last the recipient may have heard of this was of `kind`.

        By mail, or of regular sittings by calendar.
        """
        heard = [
            other
            for other in self.messages[message.about]
            if (other.recipient_kind, other.recipient) == (message.recipient_kind, message.recipient)
            and other.sequence < message.sequence
            and (other.status in HEARD or other.may_have_left or other.is_routine)
        ]
        return bool(heard) and max(heard, key=lambda other: other.sequence).kind is kind

    def _settled_for(self, message: Message) -> Reason | None:
        settled = self.settled.get(message.about)
        return settled.reason if settled and settled.version > message.sequence else None

    def _is_withdrawn(self, message: Message) -> bool:
        return any(
            rules.withdrawn(on_consent=case.on_consent, called_at=message.called_at, withdrawn_at=withdrawn_at)
            for case in self.cases.get(message.id, [])
            if (withdrawn_at := self.withdrawn_at.get(case.case_ref))
        )


async def what_is_known(tx: Session, about: Iterable[str], drafts: Sequence[Draft] = ()) -> Known:
    """Read what is known of these things; `drafts` that are not stored yet count as if they were."""
    query = select(Message).where(col(Message.about).in_(set(about))).with_for_update()
    stored = (await tx.exec(query)).all()
    new = _not_among(stored, drafts)
    messages = [*stored, *(draft.message for draft in new)]
    of_stored = select(MessageCase).where(col(MessageCase.message_id).in_([message.id for message in stored]))
    stored_cases = (await tx.exec(of_stored)).all() if stored else []
    cases = [*stored_cases, *(case for draft in new for case in draft.cases)]
    asking = [message for message in messages if message.poll_id or message.recipient_kind in OF_PROGRAMS]
    known = Known(
        {}, {}, await _cancelled(tx, messages), await _withdrawn(tx, cases), await _settled(tx, asking),
        await _closed(tx, asking), new,
    )  # fmt: skip
    for message in messages:
        known.messages.setdefault(message.about, []).append(message)
    for case in cases:
        known.cases.setdefault(case.message_id, []).append(case)
    return known


def _not_among(stored: Iterable[Message], drafts: Iterable[Draft]) -> list[Draft]:
    """Each message once, however often its fact came."""
    keys = {_key(message) for message in stored}
    new: list[Draft] = []
    for draft in drafts:
        if _key(draft.message) not in keys:
            keys.add(_key(draft.message))
            new.append(draft)
    return new


def _key(message: Message) -> Key:
    return message.kind, message.about, message.sequence, message.recipient_kind, message.recipient


async def settle_about(
    tx: Session, about: Iterable[str], drafts: Sequence[Draft] = (), *, now: datetime
) -> list[Draft]:
    """Let what is known decide anew over the unsent messages about these things; returns the drafts to be stored."""
    known = await what_is_known(tx, about, drafts)
    unsaved = {draft.message.id for draft in known.new}
    for message in (each for messages in known.messages.values() for each in messages if each.status in UNSENT):
        settle(message, known.reason_to_hold_back(message, now=now))
        if message.id not in unsaved:
            tx.add(message)
        if message.status is Status.DUE:
            tx.info[NEWLY_DUE] = True
    return known.new


def settle(message: Message, reason: Reason | None) -> None:
    """Due when nothing speaks against it, cancelled with the reason otherwise."""
    message.status = Status.CANCELLED if reason else Status.DUE
    message.reason = reason


async def _cancelled(tx: Session, messages: Sequence[Message]) -> frozenset[str]:
    meetings = {message.meeting_id for message in messages if message.meeting_id}
    query = select(CancelledMeeting.meeting_id).where(col(CancelledMeeting.meeting_id).in_(meetings))
    return frozenset((await tx.exec(query)).all()) if meetings else frozenset()


async def _withdrawn(tx: Session, cases: Sequence[MessageCase]) -> dict[str, datetime]:
    refs = {case.case_ref for case in cases}
    query = select(CaseConsent.case_ref, CaseConsent.changed_at).where(
        col(CaseConsent.case_ref).in_(refs), CaseConsent.consent == Consent.WITHDRAWN
    )
    return dict(list((await tx.exec(query)).all())) if refs else {}


async def _settled(tx: Session, asking: Sequence[Message]) -> dict[str, SettledAsking]:
    query = select(SettledAsking).where(col(SettledAsking.about).in_({message.about for message in asking}))
    return {row.about: row for row in (await tx.exec(query)).all()} if asking else {}


async def _closed(tx: Session, asking: Sequence[Message]) -> frozenset[str]:
    polls = {message.poll_id for message in asking if message.poll_id}
    query = select(ClosedPoll.poll_id).where(col(ClosedPoll.poll_id).in_(polls))
    return frozenset((await tx.exec(query)).all()) if asking else frozenset()
