"""Shapes of attendance."""

from datetime import datetime

from pydantic import BaseModel
from pydantic import Field as Described

from services.programs.rules import AttendanceState
from services.programs.schemas.base import Form, Once


class Mark(BaseModel):
    """How one person was there; helpers have minutes, and what they were given (対価) is counted."""

    participant_id: str
    state: AttendanceState
    helped_minutes: int = Described(0, ge=0, le=1440)
    rewards: int = Described(0, ge=0, le=50)


class AttendanceForm(Form):
    """出欠: the whole list of a session at once; who is not in it stays as marked before."""

    marks: list[Mark] = Described(max_length=500)
    walk_ins: int = Described(0, ge=0, le=500)
    once: Once | None = None


class AttendanceView(BaseModel):
    """What is noted of a session so far."""

    marks: list[Mark]
    walk_ins: int
    marked_at: datetime | None
    skipped: int = Described(0, description="marks left out: who they are of withdrew meanwhile")


class FiguresView(BaseModel):
    """A program's month in counts, for its organiser."""

    month: str
    sessions: int
    came: int
    walk_ins: int
    missed: int
    excused: int
    helped_minutes: int
    rewards: int


class CheckView(BaseModel):
    """見守り, as the coordinator's list shows it: no name until somebody opens it."""

    id: str
    program: str
    opened_at: datetime
