"""Calendar subscriptions, and the events they are made of: rendered once, when a sitting or a call changes."""

from datetime import date, datetime

from sqlmodel import Field, Index

from services.meetings.models.base import MeetingsModel, codes, moment


class FeedToken(MeetingsModel, table=True):
    """A calendar subscription: its secret stands here as SHA-256 only."""

    __tablename__ = "feed_tokens"

    token_sha256: str = Field(primary_key=True)
    municipality: str
    account_id: str = Field(index=True)
    scope: str = Field(description="personal, post, agency, body or area; fixed at creation")
    key: str
    subjects: list[str] = Field(
        default_factory=list, sa_column=codes(), description="what a personal feed shows, as at its creation"
    )
    detail: str = Field(default="place", description="busy, title or place: how much each event says")
    name: str
    created_at: datetime = Field(sa_column=moment())
    expires_at: datetime = Field(sa_column=moment())
    replaced_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    revoked_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    fetched_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    fetched_by: str | None = None


class CalendarFeed(MeetingsModel, table=True):
    """What one subject (`post:D`, `agency:houkatsu`, `body:core`) shows; `revision` grows with each change of it."""

    __tablename__ = "calendar_feeds"

    municipality: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    revision: int
    changed_at: datetime = Field(sa_column=moment())


class CalendarEvent(MeetingsModel, table=True):
    """One occurrence as a subject's calendar shows it: a VEVENT's bytes for each level of detail.

    A draft has none, and neither has a call that is held.
    """

    __tablename__ = "calendar_events"
    # With the time in it, how many events there are is counted without their rows, too.
    __table_args__ = (Index("ix_calendar_events_changes", "municipality", "subject", "revision", "starts_at"),)

    municipality: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    uid: str = Field(primary_key=True)
    meeting_id: str = Field(index=True)
    body: str
    series_day: date | None
    starts_at: datetime = Field(sa_column=moment())
    sequence: int
    changed_at: datetime = Field(sa_column=moment())
    revision: int = Field(description="of the feed when this event last changed")
    is_off: bool = Field(description="cancelled, or the call was taken back")
    busy: bytes
    title: bytes
    place: bytes
