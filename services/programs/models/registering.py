"""Registrations. Names, telephone numbers and what to watch for are sealed; nothing else may hold personal text."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field

from services.programs.models.base import ProgramsModel, moment
from services.programs.rules import RegistrationScope, RegistrationStatus
from shared.clock import new_id
from shared.db import Coded
from shared.sealed import Sealed, SealedColumn


def _sealed(*, nullable: bool = True) -> Column[Sealed]:
    return Column(SealedColumn, nullable=nullable)


class RegistrationRules(ProgramsModel, table=True):
    """申込み: how one registers for a program; a program without such a row takes whoever comes."""

    __tablename__ = "registration_rules"

    program_id: str = Field(primary_key=True, foreign_key="programs.id")
    scope: RegistrationScope = Field(default=RegistrationScope.PROGRAM, sa_type=Coded(RegistrationScope))
    capacity: int | None = None
    has_waiting_list: bool = True
    answer_hours: int = Field(default=24, description="how long an offered place is kept")
    takes_drop_ins: bool = False
    needs_guardian: bool = False
    asks_transport: bool = False
    asks_allergies: bool = False
    is_open: bool = True


class RegistrationQueue(ProgramsModel, table=True):
    """How many places of a program (or of one of its sessions) are taken, and whose turn is next: one row, one lock."""

    __tablename__ = "registration_queues"
    __table_args__ = (CheckConstraint("taken >= 0 AND waiting >= 0", name="never_below_nothing"),)

    program_id: str = Field(primary_key=True, foreign_key="programs.id")
    session_key: str = Field(primary_key=True, description="a session, or empty for the whole program")
    taken: int = 0
    waiting: int = 0
    next_no: int = 1


class Registration(ProgramsModel, table=True):
    """申込み of one person or family: known to its holder by a ticket, whose secret only they have."""

    __tablename__ = "registrations"
    __table_args__ = (
        Index("registrations_in_line", "program_id", "session_key", "status", "no"),
        CheckConstraint("people > 0", name="somebody_comes"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    ticket_sha256: str = Field(unique=True)
    said_mac: str | None = Field(default=None, description="keyed digest of the form it was registered with")
    program_id: str = Field(foreign_key="programs.id")
    session_key: str = ""
    municipality: str
    no: int = Field(description="the order of arrival")
    people: int
    status: RegistrationStatus = Field(sa_type=Coded(RegistrationStatus))
    offered_until: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    registered_at: datetime = Field(sa_column=moment())
    ended_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    guardian_agreed_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    needs_transport: bool = False
    phone: Sealed | None = Field(default=None, sa_column=_sealed())
    watch_for: Sealed | None = Field(default=None, sa_column=_sealed())
    version: int = 1


class Participant(ProgramsModel, table=True):
    """参加者: one of the people of a registration."""

    __tablename__ = "participants"

    id: str = Field(default_factory=new_id, primary_key=True)
    registration_id: str = Field(foreign_key="registrations.id", index=True)
    program_id: str = Field(foreign_key="programs.id", index=True)
    name: Sealed = Field(sa_column=_sealed(nullable=False))
