"""議事録 as it is written and read."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, StringConstraints
from pydantic import Field as Described

from services.meetings.schemas.base import Form
from shared.web.text import LongText, Reference


class MinutesForm(Form):
    """The text of one part, and the version it was written from (0: there was none)."""

    text: LongText
    version: int = Described(ge=0)


class AddendumForm(Form):
    """A correction after approval."""

    request_id: Reference
    text: Annotated[LongText, StringConstraints(min_length=1)]


class AddendumView(BaseModel):
    """One correction."""

    id: str
    text: str | None
    written_at: datetime


class PartView(BaseModel):
    """The minutes of one line, or the general part."""

    part: str = Described(description="a line's id, or `general`")
    case_ref: str | None
    text: str | None = Described(description="None: nothing written, or erased")
    version: int = Described(description="0: nothing written")
    written_at: datetime | None
    is_erased: bool = Described(description="the case's identity was erased, and what was said with it")
    addenda: list[AddendumView]


class MinutesView(BaseModel):
    """A sitting's minutes, cut to what the caller may see."""

    meeting_id: str
    parts: list[PartView]
    approved_at: datetime | None
    may_write: bool
    may_add: bool = Described(description="a correction, once they are approved")
    may_approve: bool

    def part(self, name: str) -> PartView | None:
        """One part, if the caller may see it."""
        return next((each for each in self.parts if each.part == name), None)
