"""The tables intake owns. Personal columns are sealed; nothing else may hold personal text."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Column, Index, MetaData
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from shared.clock import new_id
from shared.contracts.words import Consent, ItemKind, LegalBasis, Urgency
from shared.db import Coded, UTCDateTime
from shared.sealed import Sealed, SealedColumn

metadata = MetaData()


class IntakeModel(SQLModel, registry=registry(metadata=metadata)):
    """Base of intake's tables."""


def _moment(*, nullable: bool = False) -> Column[datetime]:
    return Column(UTCDateTime, nullable=nullable)


def _codes() -> Column[list[str]]:
    return Column(JSON, nullable=False)


def _sealed() -> Column[Sealed]:
    return Column(SealedColumn, nullable=True)


class Agency(IntakeModel, table=True):
    """相談機関."""

    __tablename__ = "agencies"

    municipality: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    tier: str
    fields: list[str] = Field(sa_column=_codes())


class Area(IntakeModel, table=True):
    """小地域."""

    __tablename__ = "areas"

    municipality: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str


class CaseNumber(IntakeModel, table=True):
    """The last case number given out in a year."""

    __tablename__ = "case_numbers"

    year: int = Field(primary_key=True)
    last: int


class Case(IntakeModel, table=True):
    """事案・世帯: what the other services may know of a household, and where it stands."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("closed_at IS NOT NULL OR next_date IS NOT NULL", name="open_case_has_next_date"),
    )

    case_ref: str = Field(primary_key=True)
    municipality: str = Field(index=True)
    area: str | None = None
    categories: list[str] = Field(sa_column=_codes())
    agencies: list[str] = Field(sa_column=_codes())
    consultations: int
    urgency: Urgency = Field(sa_type=Coded(Urgency))
    beyond_us: bool = False
    consent: Consent = Field(sa_type=Coded(Consent))
    consent_on: date | None = None
    legal_basis: LegalBasis = Field(sa_type=Coded(LegalBasis))
    version: int = 1
    is_proposed: bool = False
    next_date: date | None
    review_on: date | None = None
    decided_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    opened_at: datetime = Field(sa_column=_moment())
    closed_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))


class Household(IntakeModel, table=True):
    """Who they are. Sealed with the case's own key."""

    __tablename__ = "households"

    case_ref: str = Field(primary_key=True, foreign_key="cases.case_ref")
    name: Sealed | None = Field(default=None, sa_column=_sealed())
    kana: Sealed | None = Field(default=None, sa_column=_sealed())
    address: Sealed | None = Field(default=None, sa_column=_sealed())
    birth_date: Sealed | None = Field(default=None, sa_column=_sealed())
    phone: Sealed | None = Field(default=None, sa_column=_sealed())


class Consultation(IntakeModel, table=True):
    """相談受付: one contact on the standard form."""

    __tablename__ = "consultations"
    __table_args__ = (Index("consultations_of_case", "case_ref", "taken_at"),)

    id: str = Field(primary_key=True)
    case_ref: str = Field(foreign_key="cases.case_ref")
    municipality: str
    agency: str = Field(index=True)
    route: str
    urgency: Urgency = Field(sa_type=Coded(Urgency))
    categories: list[str] = Field(sa_column=_codes())
    most_pressing: str
    beyond_us: bool
    note: Sealed | None = Field(default=None, sa_column=_sealed())
    taken_by: str
    taken_at: datetime = Field(sa_column=_moment())


class ConsentStep(IntakeModel, table=True):
    """Every change of consent, kept."""

    __tablename__ = "consent_steps"

    id: str = Field(default_factory=new_id, primary_key=True)
    case_ref: str = Field(foreign_key="cases.case_ref", index=True)
    consent: Consent = Field(sa_type=Coded(Consent))
    decided_on: date
    recorded_by: str
    recorded_at: datetime = Field(sa_column=_moment())


class Referral(IntakeModel, table=True):
    """つなぎ: one agency asks another."""

    __tablename__ = "referrals"

    id: str = Field(primary_key=True)
    case_ref: str = Field(foreign_key="cases.case_ref", index=True)
    municipality: str = Field(index=True)
    from_agency: str
    to_agency: str
    asked_at: datetime = Field(sa_column=_moment())
    answer_due_on: date
    accepted: bool | None = None
    decline_reason: str | None = None
    answered_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    lapsed_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))


class Emergency(IntakeModel, table=True):
    """Support that began before any meeting; kept so that a form sent twice reports it once."""

    __tablename__ = "emergencies"

    id: str = Field(primary_key=True)
    case_ref: str = Field(foreign_key="cases.case_ref", index=True)
    agency: str
    started_at: datetime = Field(sa_column=_moment())


class AgendaLine(IntakeModel, table=True):
    """What intake has heard of a case's lines on agendas. A line may be heard of as closed before as opened."""

    __tablename__ = "agenda_lines"

    item_id: str = Field(primary_key=True)
    case_ref: str = Field(index=True)
    kind: ItemKind | None = Field(default=None, sa_type=Coded(ItemKind))
    is_closed: bool = False
