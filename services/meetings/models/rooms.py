"""Rooms and venues, and who has them when."""

from datetime import datetime, time

from sqlmodel import Field

from services.meetings.models.base import MeetingsModel, codes, moment
from shared.clock import new_id


class Room(MeetingsModel, table=True):
    """部屋・会場: where people can meet."""

    __tablename__ = "rooms"

    municipality: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    area: str | None = None
    capacity: int
    opens: time
    closes: time
    equipment: list[str] = Field(sa_column=codes())


class Booking(MeetingsModel, table=True):
    """A room for one sitting. The database itself refuses two at one time (migration 0007)."""

    __tablename__ = "bookings"

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str
    room: str = Field(index=True)
    meeting_id: str = Field(foreign_key="meetings.id", unique=True)
    starts_at: datetime = Field(sa_column=moment())
    ends_at: datetime = Field(sa_column=moment())
