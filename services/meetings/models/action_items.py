"""やること: what a sitting asked of somebody beside its decisions."""

from datetime import date, datetime

from sqlmodel import Field

from services.meetings.models.base import MeetingsModel, moment
from shared.contracts.words import InviteeKind, TaskKind
from shared.db import Coded


class ActionItem(MeetingsModel, table=True):
    """What, who (a post or an agency), by when; from a line or from the sitting itself."""

    __tablename__ = "action_items"

    id: str = Field(primary_key=True, description="made by the form, so that one sent twice adds once")
    municipality: str = Field(index=True)
    body: str
    meeting_id: str = Field(foreign_key="meetings.id", index=True)
    item_id: str | None = Field(default=None, foreign_key="agenda_items.id")
    case_ref: str | None = None
    kind: TaskKind = Field(sa_type=Coded(TaskKind))
    owner_kind: InviteeKind = Field(sa_type=Coded(InviteeKind))
    owner: str
    due_on: date
    status: str = Field(default="open", description="open, done, dropped")
    settled_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    settled_by: str | None = None
    added_by: str
    added_at: datetime = Field(sa_column=moment())
