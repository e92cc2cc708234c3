"""The tables programs owns."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Column, MetaData, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from services.programs.rules import CancelReason, HolidayRule, SessionStatus
from shared.clock import new_id
from shared.db import Coded, UTCDateTime

metadata = MetaData()


class ProgramsModel(SQLModel, registry=registry(metadata=metadata)):
    """Base of programs' tables."""


def _moment(*, nullable: bool = False) -> Column[datetime]:
    return Column(UTCDateTime, nullable=nullable)


class Municipality(ProgramsModel, table=True):
    """市町村."""

    __tablename__ = "municipalities"

    code: str = Field(primary_key=True)
    name: str
    name_en: str


class Area(ProgramsModel, table=True):
    """小地域."""

    __tablename__ = "areas"

    municipality: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str


class Program(ProgramsModel, table=True):
    """プログラム: a weekly activity. Its id is unique over all towns of an installation."""

    __tablename__ = "programs"

    id: str = Field(primary_key=True)
    municipality: str = Field(index=True)
    area: str | None = None
    name: str
    purpose: str
    audience: str = Field(description="who it is for, as people read it")
    content: str
    place: str = ""
    started_at: datetime = Field(sa_column=_moment())


class WeeklyTimeRow(ProgramsModel, table=True):
    """A weekly time; without hours it is "time to be posted"."""

    __tablename__ = "weekly_times"

    program_id: str = Field(primary_key=True, foreign_key="programs.id")
    weekday: int = Field(primary_key=True, description="Monday is 0")
    slot: str = Field(primary_key=True)
    starts: time | None = None
    ends: time | None = None
    on_holidays: HolidayRule = Field(default=HolidayRule.SKIP, sa_type=Coded(HolidayRule))


class Session(ProgramsModel, table=True):
    """開催: one dated occurrence. Without moments its time is still to be posted."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("program_id", "held_on", "slot", name="one_session_a_slot"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="hours_come_in_pairs"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    program_id: str = Field(foreign_key="programs.id", index=True)
    municipality: str
    held_on: date = Field(index=True)
    slot: str
    starts_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    ends_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    status: SessionStatus = Field(default=SessionStatus.PLANNED, sa_type=Coded(SessionStatus))
    reason: CancelReason | None = Field(default=None, sa_type=Coded(CancelReason))
    note: str = Field(default="", max_length=200)
    posted_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    uid: str
    sequence: int = Field(default=0, description="of the calendar: grows with time, status and title")
    version: int = Field(default=0, description="of the facts told about it")
    changed_at: datetime = Field(sa_column=_moment())


class ResourceGap(ProgramsModel, table=True):
    """資源不足: a need that nothing in town meets, heard from meetings."""

    __tablename__ = "resource_gaps"

    gap_id: str = Field(primary_key=True)
    municipality: str = Field(index=True)
    theme: str
    area: str | None = None
    noted_at: datetime = Field(sa_column=_moment())
