"""What notify tells: what became of a message. Recipients are posts and agencies, never addresses."""

from typing import ClassVar

from pydantic import Field as Described

from shared.contracts.base import Event
from shared.contracts.words import InviteeKind


class MessageSent(Event):
    """A message left for its recipient."""

    subject: ClassVar[str] = "notify.message_sent.v1"

    kind: str
    channel: str
    about: str
    recipient_kind: InviteeKind
    recipient: str
    sequence: int | None = Described(default=None, description="which of the messages about it")
    concerns: list[str] | None = Described(default=None, description="registrations it was for")


class MessageFailed(Event):
    """A message could not be handed over for good; somebody has to use the telephone."""

    subject: ClassVar[str] = "notify.message_failed.v1"

    kind: str
    channel: str
    about: str
    recipient_kind: InviteeKind
    recipient: str
    reason: str


class ReplyLinkMade(Event):
    """A mail carries a link by which its reader answers an invitation; its secret is told as SHA-256 only."""

    subject: ClassVar[str] = "notify.reply_link_made.v1"

    invitation_id: str
    token_sha256: str = Described(pattern=r"^[0-9a-f]{64}$", description="recognises the secret without knowing it")


class PollLinkMade(Event):
    """A mail carries a link by which its reader says when they could come; its secret is told as SHA-256 only."""

    subject: ClassVar[str] = "notify.poll_link_made.v1"

    poll_invitee_id: str
    asking: int = Described(description="the asking the link belongs to; a newer one makes it void")
    token_sha256: str = Described(pattern=r"^[0-9a-f]{64}$", description="recognises the secret without knowing it")


class StopLinkMade(Event):
    """A mail carries a link by which its reader calls a session off; its secret is told as SHA-256 only."""

    subject: ClassVar[str] = "notify.stop_link_made.v1"

    session_id: str
    token_sha256: str


class StopReplied(Event):
    """A reminder's reader replied to call its session off; neither their address nor their words are told."""

    subject: ClassVar[str] = "notify.stop_replied.v1"

    session_id: str
    organiser_id: str = Described(description="who was reminded, and replied from the address they gave")
    message_id: str = Described(description="the reminder they replied to")
    token_sha256: str = Described(pattern=r"^[0-9a-f]{64}$", description="of the link by which they may take it back")
