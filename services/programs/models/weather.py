"""Weather: what a program does when a warning is out, which warnings are, and what was proposed to whom."""

from datetime import datetime, time

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from services.programs.models.base import ProgramsModel, moment
from services.programs.rules import PartOfDay, WeatherKind
from shared.clock import new_id
from shared.db import Coded


class WeatherRule(ProgramsModel, table=True):
    """警報が7時に出ていたら午前は中止: at `decides_at`, a warning of `kind` proposes to call off `calls_off`."""

    __tablename__ = "weather_rules"

    program_id: str = Field(primary_key=True, foreign_key="programs.id")
    kind: WeatherKind = Field(sa_type=Coded(WeatherKind), primary_key=True)
    decides_at: time = Field(primary_key=True)
    calls_off: PartOfDay = Field(sa_type=Coded(PartOfDay))


class WeatherWarning(ProgramsModel, table=True):
    """警報 in force for a town, or for one of its areas, from a moment until another (or still)."""

    __tablename__ = "weather_warnings"

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str = Field(index=True)
    area: str | None = None
    kind: WeatherKind = Field(sa_type=Coded(WeatherKind))
    issued_at: datetime = Field(sa_column=moment())
    lifted_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    entered_by: str


class Proposal(ProgramsModel, table=True):
    """中止の提案: what a weather rule asks the organiser of a session; nothing happens until they answer."""

    __tablename__ = "proposals"
    __table_args__ = (UniqueConstraint("session_id", "kind", "decides_at", name="proposed_once"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    session_id: str = Field(foreign_key="sessions.id", index=True)
    municipality: str = Field(index=True)
    kind: WeatherKind = Field(sa_type=Coded(WeatherKind))
    decides_at: time
    made_at: datetime = Field(sa_column=moment())
    answered_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    was_taken: bool | None = None
