"""Calendar subscriptions."""

from datetime import datetime

from sqlmodel import Field

from services.meetings.models.base import MeetingsModel, moment


class FeedToken(MeetingsModel, table=True):
    """A calendar subscription: its secret stands here as SHA-256 only."""

    __tablename__ = "feed_tokens"

    token_sha256: str = Field(primary_key=True)
    municipality: str
    account_id: str = Field(index=True)
    scope: str = Field(description="post, agency or body")
    key: str
    name: str
    created_at: datetime = Field(sa_column=moment())
    expires_at: datetime = Field(sa_column=moment())
    revoked_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    fetched_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    fetched_by: str | None = None
