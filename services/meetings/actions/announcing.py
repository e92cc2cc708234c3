"""Telling the others about a sitting and its lines: how rows become facts."""

from collections.abc import Iterable
from datetime import datetime

from services.meetings.models import AgendaItem, Body, Invitation, Meeting
from services.meetings.rules.agenda import INTERNAL
from shared.contracts.meetings import (
    AgendaItemAdded,
    AgendaItemRemoved,
    InvitationHeld,
    MeetingCancelled,
    MeetingMoved,
    MeetingScheduled,
    ParticipantCalled,
    ParticipantReleased,
)
from shared.contracts.words import CallReason, InviteeKind
from shared.db import Session
from shared.outbox import emit, emit_alike


def tell_scheduled(tx: Session, meeting: Meeting, fact: type[MeetingScheduled] | type[MeetingMoved]) -> None:
    emit(
        tx,
        fact(
            municipality=meeting.municipality,
            aggregate_id=meeting.id,
            aggregate_version=meeting.version,
            occurred_at=meeting.changed_at,
            body=meeting.body,
            title=meeting.title,
            starts_at=meeting.starts_at,
            minutes=meeting.minutes,
            place=meeting.place,
        ),
    )


def tell_cancelled(tx: Session, meeting: Meeting) -> None:
    emit(
        tx,
        MeetingCancelled(
            municipality=meeting.municipality,
            aggregate_id=meeting.id,
            aggregate_version=meeting.version,
            occurred_at=meeting.changed_at,
            body=meeting.body,
        ),
    )


def tell_added(tx: Session, item: AgendaItem, now: datetime) -> None:
    """A case stands on an agenda. No board shows a line about a theme, nor what a body has to do itself."""
    if item.case_ref is None or item.kind in INTERNAL:
        return
    emit(
        tx,
        AgendaItemAdded(
            municipality=item.municipality,
            aggregate_id=item.case_ref,
            occurred_at=now,
            item_id=item.id,
            meeting_id=item.meeting_id,
            body=item.body,
            kind=item.kind,
            legal_basis=item.legal_basis,
            source_event=item.source_event,
        ),
    )


def tell_removed(tx: Session, item: AgendaItem, now: datetime) -> None:
    if item.case_ref is None or item.kind in INTERNAL:
        return
    emit(
        tx,
        AgendaItemRemoved(
            municipality=item.municipality,
            aggregate_id=item.case_ref,
            occurred_at=now,
            item_id=item.id,
            body=item.body,
            kind=item.kind,
            reason=item.removal_reason or "",
        ),
    )


def tell_call(tx: Session, meeting: Meeting, body: Body, row: Invitation) -> None:
    """Announce an invitation as it now stands: called, held or released."""
    if row.status == "called":
        emit(tx, called(meeting, row))
    elif row.status == "released":
        emit(tx, _released(meeting, row))
    else:
        emit(tx, _held(meeting, body, row))


def uid_of(meeting: Meeting, row: Invitation) -> str:
    """The calendar UID an invitee knows the sitting by: an agency's slot is an event of its own."""
    return meeting.uid if row.kind is InviteeKind.POST else f"slot-{row.id}@yui"


def sequence_of(meeting: Meeting, row: Invitation) -> int:
    """Grows with every change of the sitting and of the call, so a calendar takes each for newer."""
    return row.sequence + (meeting.sequence if row.kind is InviteeKind.POST else 0)


def tell_called_alike(tx: Session, fact: ParticipantCalled, calls: Iterable[tuple[str, Meeting]]) -> None:
    """As `tell_call`, for a post's calls (their ids, their sittings) that differ from `fact` by the sitting only."""
    emit_alike(tx, fact, {
        invitation_id: {
            "meeting_id": meeting.id, "invitation_id": invitation_id, "starts_at": meeting.starts_at,
            "uid": meeting.uid,
        }
        for invitation_id, meeting in calls
    })  # fmt: skip


def called(meeting: Meeting, row: Invitation) -> ParticipantCalled:
    """The call as others hear of it."""
    return ParticipantCalled(
        municipality=meeting.municipality,
        aggregate_id=row.id,
        aggregate_version=row.sequence + 1,
        occurred_at=row.changed_at,
        meeting_id=meeting.id,
        invitation_id=row.id,
        body=meeting.body,
        title=meeting.title,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        place=meeting.place,
        sequence=sequence_of(meeting, row),
        uid=uid_of(meeting, row),
        invitee_kind=row.kind,
        invitee=row.invitee,
        reasons=[CallReason(code) for code in row.reasons],
        capacity=row.capacity,
        slot_starts_at=row.slot_starts_at,
        slot_minutes=row.slot_minutes,
        is_routine=_is_routine(meeting, row),
        cases=row.cases,
        consent_cases=row.consent_cases,
    )


def _is_routine(meeting: Meeting, row: Invitation) -> bool:
    """A regular sitting, first told, to somebody who always comes: a mail for each would only be noise."""
    return meeting.series_day is not None and row.sequence == 0 and row.reasons == [CallReason.REQUIRED.value]


def _released(meeting: Meeting, row: Invitation) -> ParticipantReleased:
    return ParticipantReleased(
        municipality=meeting.municipality,
        aggregate_id=row.id,
        aggregate_version=row.sequence + 1,
        occurred_at=row.changed_at,
        meeting_id=meeting.id,
        invitation_id=row.id,
        invitee_kind=row.kind,
        invitee=row.invitee,
        sequence=sequence_of(meeting, row),
        title=meeting.title,
        starts_at=row.slot_starts_at or meeting.starts_at,
        minutes=row.slot_minutes or meeting.minutes,
        uid=uid_of(meeting, row),
    )


def _held(meeting: Meeting, body: Body, row: Invitation) -> InvitationHeld:
    return InvitationHeld(
        municipality=meeting.municipality,
        aggregate_id=row.id,
        aggregate_version=row.sequence + 1,
        occurred_at=row.changed_at,
        meeting_id=meeting.id,
        invitation_id=row.id,
        agency=row.invitee,
        chair=body.leader or body.deputy or "",
        title=meeting.title,
        starts_at=meeting.starts_at,
    )
