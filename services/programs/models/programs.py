"""Programs, their weekly times and dated sessions."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from services.programs.models.base import ProgramsModel, moment
from services.programs.rules import CancelReason, HolidayRule, ProgramKind, SessionStatus
from shared.clock import new_id
from shared.db import Coded


class Program(ProgramsModel, table=True):
    """プログラム: a weekly activity. Its id is unique over all towns of an installation."""

    __tablename__ = "programs"

    id: str = Field(primary_key=True)
    municipality: str = Field(index=True)
    area: str | None = None
    name: str
    name_kana: str = Field(default="", description="how the name is read")
    name_en: str = ""
    kind: ProgramKind = Field(default=ProgramKind.OTHER, sa_type=Coded(ProgramKind))
    purpose: str
    audience: str = Field(description="who it is for, as people read it")
    content: str
    plain: str = Field(default="", description="what it is in やさしい日本語, one sentence")
    summary_en: str = Field(default="", description="what it is and for whom in English, one sentence")
    irregular: str = Field(default="", description="what happens beside the weekly times: 課外学習")
    place: str = Field(default="", description="where, when there is no venue")
    organiser_id: str | None = Field(default=None, foreign_key="organisers.id", index=True)
    venue_id: str | None = Field(default=None, foreign_key="venues.id", index=True)
    verified_on: date | None = Field(default=None, description="when somebody last said that all this is still true")
    ended_on: date | None = Field(default=None, description="the last day of a program that is over")
    started_at: datetime = Field(sa_column=moment())


class Series(ProgramsModel, table=True):
    """A weekly time, from and until a day where it has a season; without hours it is "time to be posted"."""

    __tablename__ = "series"

    id: str = Field(default_factory=new_id, primary_key=True)
    program_id: str = Field(foreign_key="programs.id", index=True)
    weekday: int = Field(description="Monday is 0")
    starts: time | None = None
    ends: time | None = None
    on_holidays: HolidayRule = Field(default=HolidayRule.SKIP, sa_type=Coded(HolidayRule))
    first_day: date | None = None
    last_day: date | None = None
    changed_at: datetime | None = Field(default=None, sa_column=moment(nullable=True), description="by hand or list")


class SeriesException(ProgramsModel, table=True):
    """A day on which a weekly time does not take place ("except")."""

    __tablename__ = "series_exceptions"

    series_id: str = Field(primary_key=True, foreign_key="series.id")
    day: date = Field(primary_key=True)


class Session(ProgramsModel, table=True):
    """開催: one dated occurrence. Without moments its time is still to be posted."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("series_id", "due_on", name="one_session_a_week"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="hours_come_in_pairs"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    program_id: str = Field(foreign_key="programs.id", index=True)
    municipality: str
    series_id: str | None = Field(
        default=None, foreign_key="series.id", description="none: a date beside the weekly ones"
    )
    due_on: date = Field(description="the day its weekly time fell on before holidays and changes moved it")
    held_on: date = Field(index=True)
    starts_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    ends_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    venue_id: str | None = Field(default=None, foreign_key="venues.id", description="when not at the usual place")
    is_changed: bool = Field(default=False, description="changed by hand: a change of its series leaves it alone")
    status: SessionStatus = Field(default=SessionStatus.PLANNED, sa_type=Coded(SessionStatus))
    reason: CancelReason | None = Field(default=None, sa_type=Coded(CancelReason))
    changed_by: str | None = Field(default=None, description="the newest change that people were told of")
    reminded_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    note: str = Field(default="", max_length=200)
    photo_id: str | None = Field(default=None, index=True, description="the photo posted with it")
    posted_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    uid: str
    sequence: int = Field(default=0, description="of the calendar: grows with time, place, status and title")
    version: int = Field(default=0, description="of the facts told about it")
    changed_at: datetime = Field(sa_column=moment())
