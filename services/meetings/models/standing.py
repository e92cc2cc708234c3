"""What a town has decided once: agencies, posts, bodies, who is called by what, the secrecy register."""

from datetime import date, time

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from services.meetings.models.base import MeetingsModel, codes
from shared.clock import new_id
from shared.contracts.words import Capacity
from shared.db import Coded


class Agency(MeetingsModel, table=True):
    """相談機関."""

    __tablename__ = "agencies"

    municipality: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str


class Post(MeetingsModel, table=True):
    """A seat (包括化推進員 A–E), not a person."""

    __tablename__ = "posts"

    municipality: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    title: str
    agency: str


class Body(MeetingsModel, table=True):
    """会議体."""

    __tablename__ = "bodies"

    municipality: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    purpose: str = ""
    leader: str | None = None
    deputy: str | None = None
    required: list[str] = Field(sa_column=codes())
    by_agenda: list[str] = Field(sa_column=codes())
    calls_case_agencies: bool = False
    area: str | None = None
    rrule: str | None = None
    start: time | None = None
    minutes: int = 60
    holiday_rule: str | None = None
    place: str = ""
    quorum: int | None = Field(default=None, description="how many members must be there to decide; None: not set")
    lanes: list[str] = Field(sa_column=codes(), description="the legal bases its lines may stand on; empty: any")
    takes: list[str] = Field(sa_column=codes(), description="the kinds of lines without a case that come to it")
    sits_with: str | None = Field(default=None, description="the body whose sittings this one shares")
    is_draft: bool = Field(default=False, description="new sittings are drafts until somebody publishes them")
    version: int = 1


class Closure(MeetingsModel, table=True):
    """休み: a day on which this town's offices are closed beside holidays, weekends and the year's end."""

    __tablename__ = "closures"

    municipality: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    name: str


class CallRuleRow(MeetingsModel, table=True):
    """Which items call a post, in which capacity."""

    __tablename__ = "call_rules"
    __table_args__ = (UniqueConstraint("municipality", "post", "capacity"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str = Field(index=True)
    post: str
    fields: list[str] = Field(sa_column=codes())
    emergency: bool = False
    capacity: Capacity = Field(sa_type=Coded(Capacity))


class SecrecyEntry(MeetingsModel, table=True):
    """守秘の名簿 (社会福祉法106条の6第5項): an agency registered from a day."""

    __tablename__ = "secrecy_register"

    municipality: str = Field(primary_key=True)
    agency: str = Field(primary_key=True)
    since: date = Field(primary_key=True)
    until: date | None = None
