"""What invitees answered, and the links by which a mail lets them."""

from datetime import datetime

from sqlmodel import Field

from services.meetings.models.base import MeetingsModel, moment
from services.meetings.rules.attendance import Presence
from shared.clock import new_id
from shared.db import Coded


class Reply(MeetingsModel, table=True):
    """出席・欠席・代理: the newest answer to an invitation. A substitute's name is a colleague's and stays here."""

    __tablename__ = "replies"

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str
    invitation_id: str = Field(foreign_key="invitations.id", unique=True)
    answer: Presence = Field(sa_type=Coded(Presence))
    substitute: str | None = None
    version: int = 1
    answered_at: datetime = Field(sa_column=moment())
    answered_by: str | None = Field(default=None, description="the account; None: by the link in a mail")


class ReplyLink(MeetingsModel, table=True):
    """A link in a mail that answers one invitation: its secret stands here as SHA-256 only."""

    __tablename__ = "reply_links"

    token_sha256: str = Field(primary_key=True)
    invitation_id: str = Field(foreign_key="invitations.id", index=True)
    made_at: datetime = Field(sa_column=moment())
