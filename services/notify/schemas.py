"""Shapes of notify's answers."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints

from services.notify.models import Message
from services.notify.rules import Kind, Reason, Status
from shared.contracts.words import InviteeKind
from shared.web.text import ShortText


class MessageView(BaseModel):
    """A message and what became of it; its recipient is a post or an agency, never an address."""

    id: str
    kind: Kind
    about: str
    meeting_id: str | None
    sequence: int
    recipient_kind: InviteeKind
    recipient: str
    status: Status
    reason: Reason | None
    attempts: int
    may_have_left: bool
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None

    @classmethod
    def of(cls, message: Message) -> Self:
        return cls.model_validate(message.model_dump())


class MailView(BaseModel):
    """A mail in the sink, as its reader would see it."""

    id: str
    to: str
    subject: str
    text: str
    sent_at: datetime


MAIL_ADDRESS = r"^(|[^@\s<>,;]+@[^@\s<>,;]+\.[A-Za-z]{2,})$"
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=MAIL_ADDRESS)]


class ContactForm(BaseModel):
    """Where the holder of a ticket wants to hear; empty forgets it."""

    model_config = ConfigDict(extra="forbid")

    address: Address = ""


class OrganiserForm(BaseModel):
    """Where a group that runs programs is written to; an empty address forgets it."""

    model_config = ConfigDict(extra="forbid")

    name: ShortText = ""
    address: Address = ""
