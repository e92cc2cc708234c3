"""What meetings tells: sittings, agenda lines, who is called and why, decisions, plans and tasks."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import Field as Described

from shared.contracts.base import Event
from shared.contracts.words import (
    CallReason,
    Capacity,
    DecisionCode,
    InviteeKind,
    ItemKind,
    LegalBasis,
    TaskKind,
)


class MeetingScheduled(Event):
    """A sitting has a date."""

    subject: ClassVar[str] = "meetings.meeting_scheduled.v1"

    body: str
    title: str
    starts_at: datetime
    minutes: int
    place: str = ""


class MeetingMoved(Event):
    """The time or place of a sitting changed."""

    subject: ClassVar[str] = "meetings.meeting_moved.v1"

    body: str
    title: str
    starts_at: datetime
    minutes: int
    place: str = ""


class MeetingCancelled(Event):
    """A sitting will not take place."""

    subject: ClassVar[str] = "meetings.meeting_cancelled.v1"

    body: str


class EmptyAgendaNoticed(Event):
    """A sitting is near and has nothing on its agenda: who leads it may skip or shorten it."""

    subject: ClassVar[str] = "meetings.empty_agenda_noticed.v1"

    body: str
    chair: str
    title: str
    starts_at: datetime


class MeetingHeld(Event):
    """A sitting is over and had something on its agenda."""

    subject: ClassVar[str] = "meetings.meeting_held.v1"

    body: str
    items: int
    decided: int


class AgendaItemAdded(Event):
    """A case stands on the agenda of a sitting (or waits for the next one, when there is none yet)."""

    subject: ClassVar[str] = "meetings.agenda_item_added.v1"

    item_id: str
    meeting_id: str | None
    body: str
    kind: ItemKind
    legal_basis: LegalBasis
    source_event: str


class AgendaItemRemoved(Event):
    """A line left an agenda without a decision (consent withdrawn)."""

    subject: ClassVar[str] = "meetings.agenda_item_removed.v1"

    item_id: str
    body: str
    kind: ItemKind
    reason: str


class ParticipantCalled(Event):
    """A post or an agency is called to a sitting, or called anew because its time or reason changed.

    Carries all an invitation needs, so that no listener has to have heard of the sitting before.
    """

    subject: ClassVar[str] = "meetings.participant_called.v1"

    meeting_id: str
    invitation_id: str
    body: str
    title: str
    starts_at: datetime
    minutes: int
    place: str = ""
    sequence: int
    uid: str
    invitee_kind: InviteeKind
    invitee: str
    reasons: list[CallReason]
    capacity: Capacity
    slot_starts_at: datetime | None = None
    slot_minutes: int | None = None
    is_routine: bool = Described(
        default=False, description="a regular sitting of the invitee's own body: calendars show it, no mail is needed"
    )
    cases: list[str] = Described(default=[], description="case references in this invitee's own slots")
    consent_cases: list[str] | None = Described(
        default=None, description="those of `cases` whose line rests on consent (manual lane); None: not said"
    )


class ParticipantReleased(Event):
    """A post or agency need not come any more: the line that called it is gone, or the sitting is cancelled."""

    subject: ClassVar[str] = "meetings.participant_released.v1"

    meeting_id: str
    invitation_id: str
    invitee_kind: InviteeKind
    invitee: str
    sequence: int
    title: str
    starts_at: datetime
    minutes: int
    uid: str


class InvitationHeld(Event):
    """An agency is not in the secrecy register (社会福祉法106条の6), so its invitation waits and the chair is told."""

    subject: ClassVar[str] = "meetings.invitation_held.v1"

    meeting_id: str
    invitation_id: str
    agency: str
    chair: str
    title: str
    starts_at: datetime


class AttendanceDeclined(Event):
    """A post that always comes can't come to a sitting (欠席); told again when said anew after a change of mind."""

    subject: ClassVar[str] = "meetings.attendance_declined.v1"

    meeting_id: str
    invitation_id: str
    body: str
    post: str
    chair: str = Described(description="the post that hears of it: the leader, of the leader's absence the deputy")
    title: str
    starts_at: datetime


class AttendanceRestored(Event):
    """A post that had said it can't come comes after all, or a colleague does."""

    subject: ClassVar[str] = "meetings.attendance_restored.v1"

    meeting_id: str
    invitation_id: str
    body: str
    post: str
    chair: str = Described(description="the post that heard of the absence")
    title: str
    starts_at: datetime
    by_substitute: bool = Described(description="a colleague comes in the post's place")


class ResolutionAsked(Event):
    """A member is asked to decide in writing (持ち回り) what can't wait for the next sitting; one fact a member."""

    subject: ClassVar[str] = "meetings.resolution_asked.v1"

    resolution_id: str
    meeting_id: str
    body: str
    post: str
    title: str
    due_on: date


class PollAsked(Event):
    """A post or agency is asked on which dates it could come (日程調整); told anew when it gets a new link."""

    subject: ClassVar[str] = "meetings.poll_asked.v1"

    poll_id: str
    body: str
    title: str
    invitee_kind: InviteeKind
    invitee: str
    asking: int = Described(description="grows with each new link; links of earlier askings are void")
    dates: list[datetime]
    minutes: int
    due_on: date


class PollReminded(Event):
    """Who has not answered yet is reminded of a poll."""

    subject: ClassVar[str] = "meetings.poll_reminded.v1"

    poll_id: str
    body: str
    title: str
    invitee_kind: InviteeKind
    invitee: str
    asking: int
    due_on: date


class PollAnswered(Event):
    """Somebody who was asked said when they could come; what they said stays with meetings."""

    subject: ClassVar[str] = "meetings.poll_answered.v1"

    poll_id: str
    asking: int


class PollLinkRevoked(Event):
    """A post or agency is not asked any more: its link is void."""

    subject: ClassVar[str] = "meetings.poll_link_revoked.v1"

    poll_id: str
    asking: int


class PollClosed(Event):
    """A poll is over: a sitting was set on one of its dates, or it ended without one."""

    subject: ClassVar[str] = "meetings.poll_closed.v1"

    body: str
    meeting_id: str | None = None


class DecisionRecorded(Event):
    """A body decided a line (決定)."""

    subject: ClassVar[str] = "meetings.decision_recorded.v1"

    decision_id: str
    item_id: str
    meeting_id: str
    body: str
    code: DecisionCode
    owner: str | None = None
    until: date | None = None
    review_on: date | None = None


class PlanDecided(Event):
    """The network meeting decided a support plan (支援プラン) with a review date."""

    subject: ClassVar[str] = "meetings.plan_decided.v1"

    plan_id: str
    agencies: list[str]
    tasks: int
    review_on: date


class TaskAssigned(Event):
    """An agency has something to do by a date."""

    subject: ClassVar[str] = "meetings.task_assigned.v1"

    task_id: str
    plan_id: str
    agency: str
    kind: TaskKind
    due_on: date


class TaskFinished(Event):
    """An agency did what the plan asked of it."""

    subject: ClassVar[str] = "meetings.task_finished.v1"

    task_id: str
    plan_id: str
    agency: str


class ResourceGapNoted(Event):
    """A meeting found a need that nothing in town meets (資源不足)."""

    subject: ClassVar[str] = "meetings.resource_gap_noted.v1"

    gap_id: str
    theme: str
    area: str | None = None
