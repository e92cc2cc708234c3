"""Sittings, lines, decisions and tasks as people send and see them."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, StringConstraints
from pydantic import Field as Described

from services.meetings.models import Invitation, Meeting, PlanTask, Reply
from services.meetings.rules.attendance import Presence
from services.meetings.schemas.action_items import ActionView
from services.meetings.schemas.base import Form
from shared.clock import TOKYO
from shared.contracts.words import (
    Capacity,
    Consent,
    DecisionCode,
    Field,
    InviteeKind,
    IssueCategory,
    ItemKind,
    LegalBasis,
    TaskKind,
    Theme,
)
from shared.web.text import Reference, ShortText

CaseRef = Annotated[str, StringConstraints(pattern=r"^C-\d{4}-\d{4,}$")]


class ConveneForm(Form):
    """A sitting convened by hand."""

    request_id: Reference | None = None
    body: Reference
    starts_at: AwareDatetime
    minutes: int = Described(60, ge=10, le=480)
    place: ShortText = ""
    despite_overlap: bool = Described(False, description="even if somebody who has to come is called elsewhere then")


class MoveForm(Form):
    """A new time or place."""

    starts_at: AwareDatetime
    minutes: int | None = Described(None, ge=10, le=480)
    place: ShortText | None = None
    despite_overlap: bool = Described(False, description="even if somebody who has to come is called elsewhere then")


class NewTime(Form):
    """A new time as a page asks for it: local day and hour."""

    day: date
    start: time
    despite_overlap: bool = False

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day, self.start, TOKYO)

    def moves(self) -> MoveForm:
        """The same for a sitting that stands already."""
        return MoveForm(starts_at=self.starts_at, despite_overlap=self.despite_overlap)


class NewSitting(NewTime):
    """A sitting convened by hand, as a page asks for it."""

    request_id: Reference
    minutes: int = Described(ge=10, le=480)
    place: ShortText = ""

    def convenes(self, body: str) -> ConveneForm:
        """The same for a body."""
        asked = self.model_dump(exclude={"day", "start"})
        return ConveneForm(body=body, starts_at=self.starts_at, **asked)


class TaskForm(Form):
    """One task of a support plan."""

    agency: Reference
    kind: TaskKind
    due_on: date


class DecisionForm(Form):
    """A decision on one line."""

    code: DecisionCode
    owner: Reference | None = Described(None, description="the agency that carries it on alone")
    until: date | None = None
    review_on: date | None = None
    agencies: list[Reference] = Described(default=[], max_length=20, description="further agencies to call")
    tasks: list[TaskForm] = Described(default=[], max_length=20)
    gap_theme: Theme | None = Described(None, description="what the town lacks for this case (資源不足)")


class ItemView(BaseModel):
    """An agenda line as those called to it see it."""

    id: str
    kind: ItemKind
    case_ref: str | None = Described(None, description="None for a line about a theme")
    theme: Theme | None = None
    area: str | None = None
    title: str | None = None
    legal_basis: LegalBasis
    consent: Consent
    fields: list[Field]
    categories: list[IssueCategory]
    consultations: int
    reasons: list[str]
    source_event: str
    minutes: int
    times_carried: int
    status: str
    may_open: bool
    agencies: list[str]
    decision: DecisionCode | None = None
    next_date: date | None = Described(None, description="when the decided case comes up again")
    action: ActionView | None = Described(None, description="what had to be done, on a line that asks for it")


class InvitationView(BaseModel):
    """Who is called, why, whether they were told, and what they answered."""

    id: str
    kind: InviteeKind
    invitee: str
    status: str
    reasons: list[str]
    capacity: Capacity
    slot_starts_at: datetime | None
    slot_minutes: int | None
    cases: list[str]
    told_at: datetime | None
    telling_failed: bool
    answer: Presence | None = None
    substitute: str | None = Described(None, description="the colleague who comes instead")

    @classmethod
    def of(cls, row: Invitation, reply: Reply | None = None) -> Self:
        said = reply.model_dump(include={"answer", "substitute"}) if reply else {}
        return cls.model_validate({**row.model_dump(), **said})


class MeetingView(BaseModel):
    """A sitting in a list."""

    id: str
    body: str
    title: str
    starts_at: datetime
    minutes: int
    place: str
    status: str
    sequence: int

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        return cls.model_validate(meeting.model_dump())

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class SittingView(MeetingView):
    """A sitting with its agenda and who is called, cut to what the caller may see."""

    items: list[ItemView]
    invitations: list[InvitationView]
    minutes_over: int
    is_asked_about: bool = Described(False, description="near and empty: who leads it was asked to skip or shorten it")
    shows_agenda: bool = Described(
        description="false for an admin who only arranges it: neither lines nor calls are theirs to see"
    )
    chair: str | None = Described(description="the post that leads: the leader, else the deputy; by replies so far")


class TaskView(BaseModel):
    """A task of a support plan."""

    id: str
    case_ref: str
    agency: str
    kind: TaskKind
    due_on: date
    done_at: datetime | None

    @classmethod
    def of(cls, task: PlanTask) -> Self:
        return cls.model_validate(task.model_dump())


class DecisionView(BaseModel):
    """What a decision led to."""

    decision_id: str
    code: DecisionCode
    network_meeting: MeetingView | None = None
    comes_back_on: date | None = None
