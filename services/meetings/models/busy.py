"""When people are busy by their own calendars: spans of time, and nothing that says with what."""

from datetime import datetime

from sqlmodel import Field

from services.meetings.models.base import MeetingsModel, moment


class BusyCalendar(MeetingsModel, table=True):
    """That somebody handed in a calendar; the newest one only."""

    __tablename__ = "busy_calendars"

    municipality: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    uploaded_at: datetime = Field(sa_column=moment())
    reaches_until: datetime = Field(sa_column=moment())


class BusyTime(MeetingsModel, table=True):
    """A time at which they are busy; none touches another of theirs."""

    __tablename__ = "busy_times"

    municipality: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    starts_at: datetime = Field(sa_column=moment(primary_key=True))
    ends_at: datetime = Field(sa_column=moment())
