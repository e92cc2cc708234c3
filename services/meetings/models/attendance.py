"""Who was there."""

from datetime import datetime

from sqlmodel import Field

from services.meetings.models.base import MeetingsModel, moment
from services.meetings.rules.attendance import Presence
from shared.contracts.words import Capacity
from shared.db import Coded


class Attendance(MeetingsModel, table=True):
    """出欠: whether somebody who was called came, and in which capacity (立場)."""

    __tablename__ = "attendance"

    invitation_id: str = Field(primary_key=True, foreign_key="invitations.id")
    meeting_id: str = Field(foreign_key="meetings.id", index=True)
    municipality: str
    presence: Presence = Field(sa_type=Coded(Presence))
    capacity: Capacity = Field(sa_type=Coded(Capacity))
    substitute: str | None = None
    recorded_by: str
    recorded_at: datetime = Field(sa_column=moment())
