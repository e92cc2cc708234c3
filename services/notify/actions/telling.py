"""Facts become messages: each is written down once, whether it may leave is decided from all that is known."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlmodel import col, select

from services.notify.actions.drafting import message_of, tell
from services.notify.actions.standing import settle_about
from services.notify.models import CancelledMeeting, CaseConsent, Message, MessageCase
from services.notify.rules import Kind
from shared.clock import TOKYO
from shared.contracts.intake import ConsentChanged, ReferralMade
from shared.contracts.meetings import (
    AttendanceDeclined,
    AttendanceRestored,
    EmptyAgendaNoticed,
    InvitationHeld,
    MeetingCancelled,
    ParticipantCalled,
    ParticipantReleased,
    ResolutionAsked,
    TaskAssigned,
)
from shared.contracts.words import InviteeKind
from shared.db import Session

INVITATION_VALUES = {
    "title", "starts_at", "minutes", "place", "reasons", "capacity", "slot_starts_at", "slot_minutes", "meeting_id",
    "uid", "sequence",
}  # fmt: skip
RELEASE_VALUES = {"title", "starts_at", "minutes", "meeting_id", "uid", "sequence"}


async def invite(tx: Session, events: Sequence[ParticipantCalled], *, now: datetime) -> None:
    """Posts and agencies are called, or called anew; the first day of a town calls hundreds at once."""
    await tell(tx, [(_invitation(event, now), _lanes(event)) for event in events], now=now)


def _invitation(event: ParticipantCalled, now: datetime) -> Message:
    return message_of(
        event,
        Kind.INVITATION,
        event.invitation_id,
        (event.invitee_kind, event.invitee),
        event.model_dump(mode="json", include=INVITATION_VALUES),
        now,
        sequence=event.sequence,
        meeting_id=event.meeting_id,
        useless_after=event.starts_at + timedelta(minutes=event.minutes),
        is_routine=event.is_routine,
    )


def _lanes(event: ParticipantCalled) -> dict[str, bool | None]:
    """The cases of a call, each with whether its line rests on consent (None: the fact does not say)."""
    if event.consent_cases is None:
        return dict.fromkeys(event.cases)
    return {case_ref: case_ref in event.consent_cases for case_ref in event.cases}


async def release(tx: Session, event: ParticipantReleased, *, now: datetime) -> None:
    """Somebody need not come any more."""
    message = message_of(
        event,
        Kind.RELEASE,
        event.invitation_id,
        (event.invitee_kind, event.invitee),
        event.model_dump(mode="json", include=RELEASE_VALUES),
        now,
        sequence=event.sequence,
        meeting_id=event.meeting_id,
        useless_after=event.starts_at + timedelta(minutes=event.minutes),
    )
    await tell(tx, [(message, {})], now=now)


async def tell_chair(tx: Session, event: InvitationHeld, *, now: datetime) -> None:
    """An agency's invitation waits for its entry in the secrecy register: the chair is told."""
    if not event.chair:
        return
    message = message_of(
        event,
        Kind.INVITATION_HELD,
        event.invitation_id,
        (InviteeKind.POST, event.chair),
        event.model_dump(mode="json", include={"title", "starts_at", "agency", "meeting_id"}),
        now,
        sequence=event.aggregate_version - 1,  # the calls of an invitation count from 0, its versions from 1
        meeting_id=event.meeting_id,
        useless_after=event.starts_at,
    )
    await tell(tx, [(message, {})], now=now)


async def ask_chair(tx: Session, event: EmptyAgendaNoticed, *, now: datetime) -> None:
    """A sitting is near and empty: the chair may skip or shorten it."""
    message = message_of(
        event,
        Kind.EMPTY_AGENDA,
        f"empty-{event.aggregate_id}",
        (InviteeKind.POST, event.chair),
        {**event.model_dump(mode="json", include={"title", "starts_at"}), "meeting_id": event.aggregate_id},
        now,
        meeting_id=event.aggregate_id,
        useless_after=event.starts_at,
    )
    await tell(tx, [(message, {})], now=now)


async def tell_absence(tx: Session, event: AttendanceDeclined | AttendanceRestored, *, now: datetime) -> None:
    """A post that always comes can't come, or can after all: its leader hears it, each time it is said anew."""
    is_back = isinstance(event, AttendanceRestored)
    message = message_of(
        event,
        Kind.ATTENDANCE_RESTORED if is_back else Kind.ATTENDANCE_DECLINED,
        event.aggregate_id,
        (InviteeKind.POST, event.chair),
        event.model_dump(mode="json", include={"title", "starts_at", "post", "meeting_id", "by_substitute"}),
        now,
        sequence=event.aggregate_version - 1,
        meeting_id=event.meeting_id,
        useless_after=event.starts_at,
    )
    await tell(tx, [(message, {})], now=now)


async def ask_member(tx: Session, event: ResolutionAsked, *, now: datetime) -> None:
    """A member is asked to answer in writing (持ち回り) by a day."""
    message = message_of(
        event,
        Kind.RESOLUTION_ASKED,
        f"{event.resolution_id}-{event.post}",  # each member's mail is a thing of its own
        (InviteeKind.POST, event.post),
        event.model_dump(mode="json", include={"title", "due_on", "resolution_id"}),
        now,
        useless_after=datetime.combine(event.due_on, time.max, TOKYO),
    )
    await tell(tx, [(message, {})], now=now)


async def assign(tx: Session, event: TaskAssigned, *, now: datetime) -> None:
    """An agency has something to do by a date."""
    values = {"task_kind": event.kind.value, "due_on": event.due_on.isoformat()}
    message = message_of(event, Kind.TASK, event.task_id, (InviteeKind.AGENCY, event.agency), values, now)
    await tell(tx, [(message, {event.aggregate_id: None})], now=now)


async def refer(tx: Session, event: ReferralMade, *, now: datetime) -> None:
    """One agency asked another to take something on."""
    values = {"from_agency": event.from_agency, "due_on": event.answer_due_on.isoformat()}
    message = message_of(event, Kind.REFERRAL, event.referral_id, (InviteeKind.AGENCY, event.to_agency), values, now)
    await tell(tx, [(message, {event.aggregate_id: None})], now=now)


async def cancel_meeting(tx: Session, event: MeetingCancelled, *, now: datetime) -> None:
    """A sitting will not take place: calls to it that have not left stay here."""
    if await tx.get(CancelledMeeting, event.aggregate_id) is None:
        tx.add(CancelledMeeting(meeting_id=event.aggregate_id, cancelled_at=event.occurred_at))
    query = select(Message.about).where(Message.meeting_id == event.aggregate_id).distinct()
    await settle_about(tx, (await tx.exec(query)).all(), now=now)


async def change_consent(tx: Session, event: ConsentChanged, *, now: datetime) -> None:
    """Consent was withdrawn (or given again): what rests on it and has not left stays here (or may leave)."""
    known = await tx.get(CaseConsent, event.aggregate_id)
    if known and known.version >= event.aggregate_version:
        return
    row = known or CaseConsent(case_ref=event.aggregate_id, consent=event.consent, version=0, changed_at=now)
    row.consent, row.version, row.changed_at = event.consent, event.aggregate_version, event.occurred_at
    tx.add(row)
    query = (
        select(Message.about)
        .join(MessageCase, col(MessageCase.message_id) == Message.id)
        .where(MessageCase.case_ref == event.aggregate_id)
        .distinct()
    )
    await settle_about(tx, (await tx.exec(query)).all(), now=now)
