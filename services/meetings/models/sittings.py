"""Sittings and who is called to them."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from services.meetings.models.base import MeetingsModel, codes, moment
from shared.clock import new_id
from shared.contracts.words import Capacity, InviteeKind
from shared.db import Coded


class Meeting(MeetingsModel, table=True):
    """会議: one sitting. UID and SEQUENCE are columns: a calendar client must meet the same event again."""

    __tablename__ = "meetings"
    __table_args__ = (UniqueConstraint("municipality", "body", "series_day"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str = Field(index=True)
    body: str
    title: str
    starts_at: datetime = Field(sa_column=moment())
    minutes: int
    place: str = ""
    status: str = Field(default="planned", description="draft, planned, open, held, cancelled")
    series_day: date | None = Field(
        default=None, description="the day the body's rule names; None when convened by hand"
    )
    moved_by_hand: bool = Field(default=False, description="stands apart from its rule's day or hour")
    uid: str
    empty_since: date | None = Field(
        default=None, description="the day on which its leader was asked what to do with an empty agenda"
    )
    lines: int = Field(default=0, description="lines on its agenda; part of the title calendars show")
    sequence: int = 0
    version: int = 1
    changed_at: datetime = Field(sa_column=moment())


class Invitation(MeetingsModel, table=True):
    """Who is called to a sitting, why, in which capacity, and whether they were told."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("meeting_id", "kind", "invitee"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str
    meeting_id: str = Field(foreign_key="meetings.id")  # the first column of the unique constraint's index
    kind: InviteeKind = Field(sa_type=Coded(InviteeKind))
    invitee: str = Field(index=True)
    status: str = Field(description="called, held, released")
    reasons: list[str] = Field(sa_column=codes())
    capacity: Capacity = Field(sa_type=Coded(Capacity))
    cases: list[str] = Field(sa_column=codes())
    consent_cases: list[str] = Field(sa_column=codes())
    slot_starts_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    slot_minutes: int | None = None
    sequence: int = 0
    changed_at: datetime = Field(sa_column=moment())
    told_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    telling_failed: bool = False
