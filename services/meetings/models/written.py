"""持ち回り: a decision put to the members in writing, and their votes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from services.meetings.models.base import MeetingsModel, moment
from services.meetings.rules.written import Outcome, Vote
from shared.db import Coded


class WrittenResolution(MeetingsModel, table=True):
    """A decision proposed for one line, as codes and dates, to be answered by a day."""

    __tablename__ = "written_resolutions"

    id: str = Field(primary_key=True, description="made by the form, so that one sent twice starts once")
    municipality: str
    item_id: str = Field(foreign_key="agenda_items.id", index=True)
    meeting_id: str = Field(foreign_key="meetings.id")
    decision: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    due_on: date
    outcome: Outcome = Field(default=Outcome.WAITING, sa_type=Coded(Outcome))
    started_by: str
    started_at: datetime = Field(sa_column=moment())
    settled_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))


class MemberVote(MeetingsModel, table=True):
    """A member's answer; the newest counts."""

    __tablename__ = "member_votes"

    resolution_id: str = Field(primary_key=True, foreign_key="written_resolutions.id")
    post: str = Field(primary_key=True)
    vote: Vote = Field(sa_type=Coded(Vote))
    voted_by: str
    voted_at: datetime = Field(sa_column=moment())
