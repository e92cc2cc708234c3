"""What is talked about: cases as references and codes, agenda lines, decisions, plans and tasks."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from services.meetings.models.base import MeetingsModel, codes, moment
from shared.clock import new_id
from shared.contracts.words import Consent, DecisionCode, ItemKind, LegalBasis, TaskKind, Theme, Urgency
from shared.db import Coded


class CaseFacts(MeetingsModel, table=True):
    """What meetings has heard of a case, newest version only."""

    __tablename__ = "case_facts"

    case_ref: str = Field(primary_key=True)
    municipality: str
    version: int
    fields: list[str] = Field(sa_column=codes())
    categories: list[str] = Field(sa_column=codes())
    agencies: list[str] = Field(sa_column=codes())
    reasons: list[str] = Field(sa_column=codes())
    consultations: int = 1
    area: str | None = None
    urgency: Urgency = Field(sa_type=Coded(Urgency))
    legal_basis: LegalBasis = Field(sa_type=Coded(LegalBasis))
    consent: Consent = Field(sa_type=Coded(Consent))
    consent_version: int


class AgendaItem(MeetingsModel, table=True):
    """議題: one line, on a sitting or waiting for the next one. `origin` names its source, so nothing adds it twice.

    Most are about a case. The others (topics, area concerns, resource gaps, kizuki) are about a theme and name nobody.
    """

    __tablename__ = "agenda_items"
    __table_args__ = (UniqueConstraint("body", "origin"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str = Field(index=True)
    body: str
    meeting_id: str | None = Field(default=None, foreign_key="meetings.id", index=True)
    kind: ItemKind = Field(sa_type=Coded(ItemKind))
    case_ref: str | None = Field(default=None, index=True, description="None for a line about a theme")
    theme: Theme | None = Field(default=None, sa_type=Coded(Theme))
    area: str | None = None
    title: str | None = Field(default=None, description="what a theme's line is about, in words; never told to others")
    legal_basis: LegalBasis = Field(sa_type=Coded(LegalBasis))
    origin: str
    source_event: str
    agencies: list[str] = Field(sa_column=codes())
    minutes: int
    rank: int | None = Field(default=None, description="its place once somebody put the lines in order by hand")
    times_carried: int = 0
    not_before: date | None = None
    status: str = Field(default="open", description="open, decided, removed")
    removal_reason: str | None = None


class Decision(MeetingsModel, table=True):
    """決定: how a line left its agenda."""

    __tablename__ = "decisions"

    id: str = Field(default_factory=new_id, primary_key=True)
    item_id: str = Field(foreign_key="agenda_items.id", unique=True)
    meeting_id: str = Field(foreign_key="meetings.id")
    municipality: str
    case_ref: str | None = Field(default=None, index=True)
    code: DecisionCode = Field(sa_type=Coded(DecisionCode))
    owner: str | None = None
    until: date | None = None
    review_on: date | None = None
    decided_by: str
    decided_at: datetime = Field(sa_column=moment())


class SupportPlan(MeetingsModel, table=True):
    """支援プラン."""

    __tablename__ = "support_plans"

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str
    case_ref: str = Field(index=True)
    meeting_id: str = Field(foreign_key="meetings.id")
    review_on: date
    decided_at: datetime = Field(sa_column=moment())


class PlanTask(MeetingsModel, table=True):
    """Who does what by when."""

    __tablename__ = "plan_tasks"

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str = Field(index=True)
    plan_id: str = Field(foreign_key="support_plans.id", index=True)
    case_ref: str = Field(index=True)
    agency: str = Field(index=True)
    kind: TaskKind = Field(sa_type=Coded(TaskKind))
    due_on: date
    done_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
