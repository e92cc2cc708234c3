"""Shapes of registering: the rules of a program, what people send, what they and the organiser see."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, StringConstraints
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from services.programs.rules import RegistrationScope, RegistrationStatus
from services.programs.schemas.base import Form
from services.programs.schemas.town import Phone
from shared.web.text import Reference, ShortText

Ticket = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
PersonName = Annotated[ShortText, StringConstraints(min_length=1, max_length=60)]


class RulesForm(Form):
    """申込みのきまり of a program; without a capacity everybody has a place."""

    scope: RegistrationScope = RegistrationScope.PROGRAM
    capacity: int | None = Described(None, ge=1, le=2000)
    has_waiting_list: bool = False
    answer_hours: int = Described(24, ge=0, le=240, description="how long an offered place is kept")
    takes_drop_ins: bool = False
    needs_guardian: bool = False
    asks_transport: bool = False
    asks_allergies: bool = False
    is_open: bool = False


def _given(phone: str) -> str:
    if not phone:
        raise PydanticCustomError("missing", "A telephone number is needed")
    return phone


class RegistrationForm(Form):
    """申込み: the people who come (a family together), and how to reach them when it is called off."""

    ticket: Ticket = Described(description="made with the form: the key to this registration, and why it counts once")
    names: list[PersonName] = Described(min_length=1, max_length=8)
    phone: Annotated[Phone, AfterValidator(_given)]
    session: Reference | None = None
    guardian_agrees: bool = False
    needs_transport: bool = False
    watch_for: ShortText = Described("", description="allergies and the like; sealed")


class TicketView(BaseModel):
    """What the holder of a ticket sees: no name, no number."""

    id: str
    program_id: str
    program: str
    session_id: str | None
    starts_at: datetime | None
    people: int
    status: RegistrationStatus
    ahead: int = Described(description="how many registrations wait before this one")
    offered_until: datetime | None


class RosterRow(BaseModel):
    """One person of the list, for who runs the session."""

    participant_id: str
    registration_id: str
    name: str
    status: RegistrationStatus
    needs_transport: bool
    watch_for: str
