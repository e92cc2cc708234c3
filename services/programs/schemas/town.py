"""Shapes of organisers, their links, and venues."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, StringConstraints
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from services.programs.schemas.base import Form, LocalTime
from services.programs.schemas.programs import Name
from shared.web.text import Reference, ShortText

Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^(|[0-9][0-9-]{8,18})$")]


class OrganiserForm(Form):
    """主催: a group and the number people may call."""

    name: Name
    phone: Phone = ""


class LinkForm(Form):
    """A link to post by; `name` says whose phone it is for, as a role."""

    name: Annotated[ShortText, StringConstraints(min_length=1, max_length=60)]


class LinkView(BaseModel):
    """A link as it is shown once: afterwards only its fingerprint is known."""

    organiser_id: str
    name: str
    url: str
    expires_at: datetime


class OpeningHours(BaseModel):
    """When a venue is open on one weekday (Monday is 0)."""

    weekday: int = Described(ge=0, le=6)
    opens: LocalTime
    closes: LocalTime


def _each_weekday_once(hours: list[OpeningHours]) -> list[OpeningHours]:
    if len({each.weekday for each in hours}) < len(hours):
        raise PydanticCustomError("weekday_twice", "A weekday has one opening time")
    if any(each.opens >= each.closes for each in hours):
        raise PydanticCustomError("closes", "It closes after it opens")
    return hours


class VenueForm(Form):
    """会場; the position is in degrees (WGS 84)."""

    name: Name
    area: Reference | None = None
    address: ShortText = Described("", max_length=120)
    phone: Phone = ""
    places: int | None = Described(None, ge=1, le=5000)
    latitude: float | None = Described(None, ge=20, le=46, description="of Japan")
    longitude: float | None = Described(None, ge=122, le=154, description="of Japan")
    hours: Annotated[list[OpeningHours], AfterValidator(_each_weekday_once)] = Described([], max_length=7)


class FreeSlot(BaseModel):
    """A weekly span in which a venue is open and no program is there; `next_days` are free at that time."""

    venue_id: str
    venue: str
    weekday: int
    starts: LocalTime
    ends: LocalTime
    next_days: list[date]
