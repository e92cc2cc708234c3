"""Shapes of sessions: posting, calling off, the week as people read it."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from services.programs.models import Program, Session
from services.programs.rules import BY_RULE, CancelReason, SessionStatus
from services.programs.schemas.base import Form, LocalTime, Once
from services.programs.schemas.programs import ProgramView
from shared.web.text import Reference, ShortText


class PostForm(Form):
    """今週を出す, one session: its line for this week, and its hours where they were open or change."""

    note: ShortText = ""
    start: LocalTime | None = None
    end: LocalTime | None = None
    venue: Reference | None = None


class WeekForm(Form):
    """今週を出す, a program's week: the sessions that take place, with one line for all."""

    sessions: list[str] = Described(min_length=1, max_length=14)
    note: ShortText = ""
    start: LocalTime | None = Described(None, description="for those whose time was open")
    end: LocalTime | None = None
    venue: Reference | None = None
    once: Once | None = None
    despite: bool = Described(False, description="post it though the venue is taken or closed then")


class ExtraForm(Form):
    """A date beside the weekly ones (課外学習)."""

    held_on: date
    start: LocalTime | None = None
    end: LocalTime | None = None
    note: ShortText = ""
    venue: Reference | None = None


def _by_hand(reason: CancelReason) -> CancelReason:
    if reason in BY_RULE:
        raise PydanticCustomError("reason", "A reason that only a rule gives")
    return reason


GivenReason = Annotated[CancelReason, AfterValidator(_by_hand)]
"""Why somebody calls a session off; what a rule had called off, the rule brings back."""


class CancelForm(Form):
    """中止する."""

    reason: GivenReason


class SessionView(BaseModel):
    """A session as residents read it."""

    id: str
    program_id: str
    name: str
    audience: str
    place: str
    venue_id: str | None
    held_on: date
    starts_at: datetime | None
    ends_at: datetime | None
    status: SessionStatus
    reason: CancelReason | None
    note: str
    is_posted: bool
    photo_id: str | None = Described(None, description="seen at /programs/photos/{photo_id}.jpg")
    next_on: date | None = Described(None, description="when it is on again, for one that was called off")

    @classmethod
    def of(cls, session: Session, program: Program, where: str, next_on: date | None = None) -> Self:
        about = {
            "name": program.name, "audience": program.audience, "place": where, "next_on": next_on,
            "venue_id": session.venue_id or program.venue_id,
        }  # fmt: skip
        return cls.model_validate({**session.model_dump(), **about, "is_posted": session.posted_at is not None})


class PhotoView(BaseModel):
    """A photo without its pixels."""

    id: str
    width: int
    height: int


class DayView(BaseModel):
    """One day of the week's list."""

    day: date
    holiday: str | None
    sessions: list[SessionView]


class ComingView(BaseModel):
    """A program with its next dates."""

    program: ProgramView
    sessions: list[SessionView]
