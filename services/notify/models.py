"""The tables notify owns: addresses of offices, messages as codes and dates, and what is known of their reasons."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, MetaData, UniqueConstraint, false
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from services.notify.rules import Kind, Reason, Status
from shared.bus.cause import Cause
from shared.clock import new_id
from shared.contracts.words import Consent, InviteeKind
from shared.db import Coded, UTCDateTime
from shared.sealed import Sealed, SealedColumn

metadata = MetaData()


class NotifyModel(SQLModel, registry=registry(metadata=metadata)):
    """Base of notify's tables."""


def _moment(*, nullable: bool = False) -> Column[datetime]:
    return Column(UTCDateTime, nullable=nullable)


class Recipient(NotifyModel, table=True):
    """Where a post or an agency is reached: an office's address, never on the bus and never in a log."""

    __tablename__ = "recipients"

    municipality: str = Field(primary_key=True)
    kind: InviteeKind = Field(sa_type=Coded(InviteeKind), primary_key=True)
    key: str = Field(primary_key=True)
    channel: str = Field(default="mail", primary_key=True)
    name: str
    address: str


class Message(NotifyModel, table=True):
    """One thing to tell one recipient. The table refuses to tell it twice."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("kind", "about", "sequence", "recipient_kind", "recipient", name="told_once"),
        Index("messages_waiting", "status", "due_at"),
        Index("messages_by_town", "municipality", "created_at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str
    kind: Kind = Field(sa_type=Coded(Kind))
    about: str = Field(index=True, description="invitation, reply, resolution, asking, task or referral")
    sequence: int
    recipient_kind: InviteeKind = Field(sa_type=Coded(InviteeKind))
    recipient: str
    meeting_id: str | None = Field(default=None, index=True)
    poll_id: str | None = Field(default=None, index=True)
    is_routine: bool = Field(default=False, description="known from the calendar: no mail")
    values: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    called_at: datetime = Field(sa_column=_moment(), description="when the fact happened")
    useless_after: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    created_at: datetime = Field(sa_column=_moment())
    due_at: datetime = Field(sa_column=_moment())
    status: Status = Field(sa_type=Coded(Status))
    reason: Reason | None = Field(default=None, sa_type=Coded(Reason))
    attempts: int = 0
    claim: str | None = Field(default=None, description="which hand-over has it, or had it last")
    claimed_at: datetime | None = Field(
        default=None, sa_column=_moment(nullable=True), description="its holder's last sign of life"
    )
    may_have_left: bool = Field(
        default=False,
        sa_column_kwargs={"server_default": false()},
        description="a hand-over was cut off: nobody knows whether the mail left",
    )
    sent_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    correlation_id: str | None = Field(default=None, description="the command that set it off")
    causation_id: str | None = Field(default=None, description="the fact that asked for it")
    traceparent: str | None = Field(default=None, description="the span in which it was written down")

    @property
    def cause(self) -> Cause:
        """What its leaving belongs to, however much later that is."""
        return Cause(self.correlation_id, self.causation_id, self.traceparent)


class MessageCase(NotifyModel, table=True):
    """A case that a message rests on, by reference; it stands in no mail."""

    __tablename__ = "message_cases"

    message_id: str = Field(primary_key=True, foreign_key="messages.id")
    case_ref: str = Field(primary_key=True, index=True)
    on_consent: bool | None = None


class CaseConsent(NotifyModel, table=True):
    """The newest consent heard of."""

    __tablename__ = "case_consents"

    case_ref: str = Field(primary_key=True)
    consent: Consent = Field(sa_type=Coded(Consent))
    version: int
    changed_at: datetime = Field(sa_column=_moment())


class CancelledMeeting(NotifyModel, table=True):
    """A sitting that will not take place; calls to it may still arrive late."""

    __tablename__ = "cancelled_meetings"

    meeting_id: str = Field(primary_key=True)
    cancelled_at: datetime = Field(sa_column=_moment())


class SettledAsking(NotifyModel, table=True):
    """Up to which version somebody a poll asks need not be asked, and why."""

    __tablename__ = "settled_askings"

    about: str = Field(primary_key=True)
    version: int
    reason: Reason = Field(sa_type=Coded(Reason))


class ClosedPoll(NotifyModel, table=True):
    """A poll that is over; questions of it may still arrive late."""

    __tablename__ = "closed_polls"

    poll_id: str = Field(primary_key=True)
    closed_at: datetime = Field(sa_column=_moment())


class Reply(NotifyModel, table=True):
    """A reply to one of our mails: that it came, and which mail to answer; nothing of what it says."""

    __tablename__ = "replies"

    id: str = Field(default_factory=new_id, primary_key=True)
    message_id: str = Field(foreign_key="messages.id", description="the reminder it answers")
    reference: str | None = Field(default=None, description="its own Message-ID, for the answer to stand beneath it")
    received_at: datetime = Field(sa_column=_moment())


class Contact(NotifyModel, table=True):
    """An address somebody gave to hear when what they registered for is called off. Sealed; never on the bus."""

    __tablename__ = "contacts"

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str
    address: Sealed = Field(sa_column=Column(SealedColumn, nullable=False))
    address_mac: str = Field(unique=True, description="recognises an address without reading it")
    made_at: datetime = Field(sa_column=_moment())


class Ticket(NotifyModel, table=True):
    """A registration known by its ticket's SHA-256: whether it stands, and the contact its holder gave."""

    __tablename__ = "tickets"

    ticket_sha256: str = Field(primary_key=True)
    municipality: str
    version: int
    is_alive: bool = True
    contact_id: str | None = Field(default=None, foreign_key="contacts.id", index=True)
