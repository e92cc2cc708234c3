"""Answers to invitations as people send and see them."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ValidationInfo, field_validator
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from services.meetings.models import Invitation, Meeting, Reply
from services.meetings.rules.attendance import Presence
from services.meetings.schemas.base import Form
from shared.web.text import ShortText


class ReplyForm(Form):
    """出席・欠席・代理; a substitute is a colleague with a name."""

    answer: Presence
    substitute: ShortText = Described("", validate_default=True, description="the colleague who comes instead")

    @field_validator("substitute")
    @classmethod
    def _has_a_name(cls, substitute: str, found: ValidationInfo) -> str:
        if found.data.get("answer") is not Presence.SUBSTITUTE:
            return ""
        if not substitute:
            raise PydanticCustomError("missing", "Say who comes instead")
        return substitute


class ReplyView(BaseModel):
    """The answer as it stands now."""

    invitation_id: str
    answer: Presence
    substitute: str | None
    answered_at: datetime

    @classmethod
    def of(cls, row: Reply) -> Self:
        return cls.model_validate(row.model_dump())


class AskedView(BaseModel):
    """What the link in a mail shows: a neutral title, when, where; no agenda, no names."""

    title: str
    starts_at: datetime
    minutes: int
    place: str
    answer: Presence | None

    @classmethod
    def of(cls, meeting: Meeting, call: Invitation, reply: Reply | None) -> Self:
        """An agency meets its own slot only."""
        return cls(
            title=meeting.title,
            starts_at=call.slot_starts_at or meeting.starts_at,
            minutes=call.slot_minutes or meeting.minutes,
            place=meeting.place,
            answer=reply.answer if reply else None,
        )
