"""日程調整: the dates, who is asked, what they said, and the links by which a mail lets them."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from services.meetings.models.base import MeetingsModel, moment
from services.meetings.rules.polls import Availability, PollStatus
from shared.clock import new_id
from shared.contracts.words import InviteeKind
from shared.db import Coded


class Poll(MeetingsModel, table=True):
    """A search for a date of one more sitting of a body. It holds no words: people read the body's own name."""

    __tablename__ = "polls"

    id: str = Field(primary_key=True, description="made by the form, so that one sent twice starts once")
    municipality: str = Field(index=True)
    body: str
    minutes: int
    due_on: date = Field(description="the last day to answer, to its end")
    status: PollStatus = Field(default=PollStatus.OPEN, sa_type=Coded(PollStatus))
    meeting_id: str | None = Field(default=None, foreign_key="meetings.id", unique=True)
    started_by: str
    started_at: datetime = Field(sa_column=moment())
    reminded_on: date | None = Field(default=None, description="the last day on which the silent were reminded")
    is_warned: bool = Field(default=False, description="the reminder before the deadline has had its moment")
    settled_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))


class PollDate(MeetingsModel, table=True):
    """One date to say ○△× to."""

    __tablename__ = "poll_dates"
    __table_args__ = (UniqueConstraint("poll_id", "starts_at"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    poll_id: str = Field(foreign_key="polls.id")
    starts_at: datetime = Field(sa_column=moment())


class PollInvitee(MeetingsModel, table=True):
    """A post or agency that is asked. `asking` grows with each new link, `version` with each fact about it."""

    __tablename__ = "poll_invitees"
    __table_args__ = (UniqueConstraint("poll_id", "kind", "invitee"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str
    poll_id: str = Field(foreign_key="polls.id")
    kind: InviteeKind = Field(sa_type=Coded(InviteeKind))
    invitee: str = Field(index=True)
    is_revoked: bool = False
    asking: int = 1
    version: int = 1
    answered_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    answered_by: str | None = Field(default=None, description="the account; None: by the link in a mail")
    told_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    telling_failed: bool = False


class PollAnswer(MeetingsModel, table=True):
    """What somebody said of one date; the newest counts."""

    __tablename__ = "poll_answers"

    invitee_id: str = Field(primary_key=True, foreign_key="poll_invitees.id")
    date_id: str = Field(primary_key=True, foreign_key="poll_dates.id")
    answer: Availability = Field(sa_type=Coded(Availability))


class PollLink(MeetingsModel, table=True):
    """A link in a mail that answers a poll for one invitee: its secret stands here as SHA-256 only."""

    __tablename__ = "poll_links"

    token_sha256: str = Field(primary_key=True)
    invitee_id: str = Field(foreign_key="poll_invitees.id", index=True)
    asking: int = Field(description="void once its invitee is asked anew")
    made_at: datetime = Field(sa_column=moment())
