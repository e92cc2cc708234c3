"""Attendance, and the quiet checks it asks for. People stand here as references."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from services.programs.models.base import ProgramsModel, moment
from services.programs.rules import AttendanceState
from shared.clock import new_id
from shared.db import Coded


class Attendance(ProgramsModel, table=True):
    """How somebody was at a session, and what a helper (手伝い) did there."""

    __tablename__ = "attendances"
    __table_args__ = (CheckConstraint("helped_minutes >= 0 AND rewards >= 0", name="nothing_below_nothing"),)

    session_id: str = Field(primary_key=True, foreign_key="sessions.id")
    participant_id: str = Field(primary_key=True, foreign_key="participants.id", index=True)
    state: AttendanceState = Field(sa_type=Coded(AttendanceState))
    helped_minutes: int = 0
    rewards: int = Field(default=0, description="対価 handed over, counted")
    marked_at: datetime = Field(sa_column=moment())
    marked_by: str


class SessionCount(ProgramsModel, table=True):
    """Whoever came without a name on the list (飛び入り), counted."""

    __tablename__ = "session_counts"

    session_id: str = Field(primary_key=True, foreign_key="sessions.id")
    walk_ins: int = 0
    marked_at: datetime = Field(sa_column=moment())


class CheckTask(ProgramsModel, table=True):
    """見守り: a regular was missed several times in a row; somebody looks how they are. Nothing is said of why."""

    __tablename__ = "check_tasks"

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str = Field(index=True)
    program_id: str = Field(foreign_key="programs.id")
    participant_id: str = Field(foreign_key="participants.id", index=True)
    opened_at: datetime = Field(sa_column=moment())
    closed_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    closed_by: str | None = None
