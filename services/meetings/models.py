"""The tables meetings owns. No personal column exists here: cases are references and codes."""

from datetime import date, datetime, time

from sqlalchemy import JSON, Column, MetaData, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from shared.clock import new_id
from shared.contracts.words import (
    Capacity,
    Consent,
    DecisionCode,
    InviteeKind,
    ItemKind,
    LegalBasis,
    TaskKind,
    Urgency,
)
from shared.db import Coded, UTCDateTime

metadata = MetaData()


class MeetingsModel(SQLModel, registry=registry(metadata=metadata)):
    """Base of meetings' tables."""


def _moment(*, nullable: bool = False) -> Column[datetime]:
    return Column(UTCDateTime, nullable=nullable)


def _codes() -> Column[list[str]]:
    return Column(JSON, nullable=False)


class Agency(MeetingsModel, table=True):
    """相談機関."""

    __tablename__ = "agencies"

    municipality: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str


class Post(MeetingsModel, table=True):
    """A seat (包括化推進員 A–E), not a person."""

    __tablename__ = "posts"

    municipality: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    title: str
    agency: str


class Body(MeetingsModel, table=True):
    """会議体."""

    __tablename__ = "bodies"

    municipality: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    purpose: str = ""
    leader: str | None = None
    deputy: str | None = None
    required: list[str] = Field(sa_column=_codes())
    by_agenda: list[str] = Field(sa_column=_codes())
    calls_case_agencies: bool = False
    area: str | None = None
    rrule: str | None = None
    start: time | None = None
    minutes: int = 60
    holiday_rule: str | None = None
    place: str = ""


class CallRuleRow(MeetingsModel, table=True):
    """Which items call a post, in which capacity."""

    __tablename__ = "call_rules"
    __table_args__ = (UniqueConstraint("municipality", "post", "capacity"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str = Field(index=True)
    post: str
    fields: list[str] = Field(sa_column=_codes())
    emergency: bool = False
    capacity: Capacity = Field(sa_type=Coded(Capacity))


class SecrecyEntry(MeetingsModel, table=True):
    """守秘の名簿 (社会福祉法106条の6第5項): an agency registered from a day."""

    __tablename__ = "secrecy_register"

    municipality: str = Field(primary_key=True)
    agency: str = Field(primary_key=True)
    since: date = Field(primary_key=True)
    until: date | None = None


class Meeting(MeetingsModel, table=True):
    """会議: one sitting. UID and SEQUENCE are columns: a calendar client must meet the same event again."""

    __tablename__ = "meetings"
    __table_args__ = (UniqueConstraint("municipality", "body", "series_day"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str = Field(index=True)
    body: str
    title: str
    starts_at: datetime = Field(sa_column=_moment())
    minutes: int
    place: str = ""
    status: str = Field(default="planned", description="planned, open, held, cancelled")
    series_day: date | None = Field(
        default=None, description="the day the body's rule names; None when convened by hand"
    )
    uid: str
    lines: int = Field(default=0, description="lines on its agenda; part of the title calendars show")
    sequence: int = 0
    version: int = 1
    changed_at: datetime = Field(sa_column=_moment())


class CaseFacts(MeetingsModel, table=True):
    """What meetings has heard of a case, newest version only."""

    __tablename__ = "case_facts"

    case_ref: str = Field(primary_key=True)
    municipality: str
    version: int
    fields: list[str] = Field(sa_column=_codes())
    categories: list[str] = Field(sa_column=_codes())
    agencies: list[str] = Field(sa_column=_codes())
    reasons: list[str] = Field(sa_column=_codes())
    consultations: int = 1
    area: str | None = None
    urgency: Urgency = Field(sa_type=Coded(Urgency))
    legal_basis: LegalBasis = Field(sa_type=Coded(LegalBasis))
    consent: Consent = Field(sa_type=Coded(Consent))
    consent_version: int


class AgendaItem(MeetingsModel, table=True):
    """議題: one line, on a sitting or waiting for the next one. `origin` names its source, so nothing adds it twice."""

    __tablename__ = "agenda_items"
    __table_args__ = (UniqueConstraint("body", "origin"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str = Field(index=True)
    body: str
    meeting_id: str | None = Field(default=None, foreign_key="meetings.id", index=True)
    kind: ItemKind = Field(sa_type=Coded(ItemKind))
    case_ref: str = Field(index=True)
    legal_basis: LegalBasis = Field(sa_type=Coded(LegalBasis))
    origin: str
    source_event: str
    agencies: list[str] = Field(sa_column=_codes())
    minutes: int
    times_carried: int = 0
    not_before: date | None = None
    status: str = Field(default="open", description="open, decided, removed")
    removal_reason: str | None = None


class Invitation(MeetingsModel, table=True):
    """Who is called to a sitting, why, in which capacity, and whether they were told."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("meeting_id", "kind", "invitee"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str
    meeting_id: str = Field(foreign_key="meetings.id", index=True)
    kind: InviteeKind = Field(sa_type=Coded(InviteeKind))
    invitee: str = Field(index=True)
    status: str = Field(description="called, held, released")
    reasons: list[str] = Field(sa_column=_codes())
    capacity: Capacity = Field(sa_type=Coded(Capacity))
    cases: list[str] = Field(sa_column=_codes())
    consent_cases: list[str] = Field(sa_column=_codes())
    slot_starts_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    slot_minutes: int | None = None
    sequence: int = 0
    changed_at: datetime = Field(sa_column=_moment())
    told_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    telling_failed: bool = False


class Decision(MeetingsModel, table=True):
    """決定: how a line left its agenda."""

    __tablename__ = "decisions"

    id: str = Field(default_factory=new_id, primary_key=True)
    item_id: str = Field(foreign_key="agenda_items.id", unique=True)
    meeting_id: str = Field(foreign_key="meetings.id")
    municipality: str
    case_ref: str = Field(index=True)
    code: DecisionCode = Field(sa_type=Coded(DecisionCode))
    owner: str | None = None
    until: date | None = None
    review_on: date | None = None
    decided_by: str
    decided_at: datetime = Field(sa_column=_moment())


class SupportPlan(MeetingsModel, table=True):
    """支援プラン."""

    __tablename__ = "support_plans"

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str
    case_ref: str = Field(index=True)
    meeting_id: str = Field(foreign_key="meetings.id")
    review_on: date
    decided_at: datetime = Field(sa_column=_moment())


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
    done_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))


class FeedToken(MeetingsModel, table=True):
    """A calendar subscription: its secret stands here as SHA-256 only."""

    __tablename__ = "feed_tokens"

    token_sha256: str = Field(primary_key=True)
    municipality: str
    account_id: str = Field(index=True)
    scope: str = Field(description="post, agency or body")
    key: str
    name: str
    created_at: datetime = Field(sa_column=_moment())
    expires_at: datetime = Field(sa_column=_moment())
    revoked_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    fetched_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    fetched_by: str | None = None
