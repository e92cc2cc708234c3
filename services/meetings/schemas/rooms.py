"""Rooms as people set them up, choose them and see them taken."""

from datetime import datetime, time
from typing import Annotated, Self

from pydantic import BaseModel, StringConstraints, ValidationInfo, field_validator
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from services.meetings.models import Room
from services.meetings.rules.rooms import Equipment
from services.meetings.schemas.base import Form
from shared.web.text import Reference, ShortText


class RoomForm(Form):
    """A room or venue of the town."""

    name: Annotated[ShortText, StringConstraints(min_length=1, max_length=60)]
    area: Reference | None = None
    capacity: int = Described(ge=1, le=2000)
    opens: time = time(8, 30)
    closes: time = time(17, 15)
    equipment: list[Equipment] = Described(default=[], max_length=7)

    @field_validator("closes")
    @classmethod
    def _after_it_opens(cls, closes: time, found: ValidationInfo) -> time:
        opens = found.data.get("opens")
        if opens and closes <= opens:
            raise PydanticCustomError("closes", "It closes after it opens")
        return closes


class RoomChoice(Form):
    """The room a sitting takes; none gives it back."""

    room: Reference | None = None


class RoomView(BaseModel):
    """A room as everybody of the town sees it."""

    id: str
    name: str
    area: str | None
    capacity: int
    opens: time
    closes: time
    equipment: list[Equipment]

    @classmethod
    def of(cls, room: Room) -> Self:
        return cls.model_validate(room.model_dump())


class TakenView(BaseModel):
    """A span in which a room is taken: by a body, without what it speaks of."""

    meeting_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
