"""議事録. What was said may concern residents, so its text is sealed: a line's with its case's key."""

from datetime import datetime

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from services.meetings.models.base import MeetingsModel, moment
from services.meetings.rules.minutes import GENERAL
from shared.clock import new_id
from shared.sealed import Sealed, SealedColumn


class Minutes(MeetingsModel, table=True):
    """The minutes of one part of a sitting: a line's (`part` is its id), or the general part."""

    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("meeting_id", "part"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str
    meeting_id: str = Field(foreign_key="meetings.id", index=True)
    part: str = Field(default=GENERAL)
    case_ref: str | None = None
    text: Sealed = Field(sa_column=Column(SealedColumn, nullable=False))
    version: int = 1
    written_by: str
    written_at: datetime = Field(sa_column=moment())


class MinutesAddendum(MeetingsModel, table=True):
    """追記: a correction after the minutes were approved, a line of its own."""

    __tablename__ = "minutes_addenda"

    id: str = Field(primary_key=True, description="made by the form, so that one sent twice adds once")
    municipality: str
    meeting_id: str = Field(foreign_key="meetings.id", index=True)
    part: str
    case_ref: str | None = None
    text: Sealed = Field(sa_column=Column(SealedColumn, nullable=False))
    written_by: str
    written_at: datetime = Field(sa_column=moment())


class MinutesApproval(MeetingsModel, table=True):
    """承認: from now on the minutes of a sitting are locked."""

    __tablename__ = "minutes_approvals"

    meeting_id: str = Field(primary_key=True, foreign_key="meetings.id")
    approved_by: str
    approved_at: datetime = Field(sa_column=moment())
