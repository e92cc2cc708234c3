"""The links in mails by which their readers answer; meetings hears their fingerprints only (decision 0021)."""

from datetime import datetime
from typing import Any

from services.notify.models import Message
from services.notify.rules import UNCLEAR, Kind
from shared.contracts.notify import PollLinkMade, ReplyLinkMade, StopLinkMade
from shared.contracts.words import StopOutcome
from shared.db import Session
from shared.outbox import emit
from shared.tokens import derived_token, fingerprint

STOPPABLE = frozenset({StopOutcome.STOPPED, StopOutcome.ALREADY_OFF, UNCLEAR})  # the link still has something to do
POLL_KINDS = (Kind.POLL_ASKED, Kind.POLL_REMINDER)


def secret_link(tx: Session, message: Message, *, public_url: str, link_key: bytes, now: datetime) -> str:
    """The address at which this mail's reader answers; empty for a mail that asks for no answer.

    Its secret is kept nowhere, and made again when a mail is handed over again: the repeat must be the very same mail.
    """
    if message.kind is Kind.REPLY_ANSWERED:
        return _link_again(tx, message, public_url=public_url, link_key=link_key, now=now)
    secret = secret_of(message.id, link_key=link_key)
    about = _about(message, secret, now)
    if message.kind is Kind.INVITATION:
        emit(tx, ReplyLinkMade(**about, invitation_id=message.about))
        return f"{public_url}/meetings/replies/{secret}"
    if message.kind in POLL_KINDS:
        emit(tx, PollLinkMade(**about, poll_invitee_id=message.about, asking=message.values["asking"]))
        return f"{public_url}/meetings/dates/{secret}"
    if message.kind is Kind.ORGANISER_REMINDED:
        emit(tx, StopLinkMade(**about, session_id=message.about))
        return f"{public_url}/programs/stop/{secret}"
    return ""


def secret_of(message_id: str, *, link_key: bytes) -> str:
    """The secret of the link in the mail of this message."""
    return derived_token(link_key, f"reply|{message_id}")


def _link_again(tx: Session, message: Message, *, public_url: str, link_key: bytes, now: datetime) -> str:
    """The reminder's own link once more: what was called off in its name is taken back in its name."""
    if message.values["outcome"] not in STOPPABLE:
        return ""
    secret = secret_of(message.values["reminder"], link_key=link_key)
    emit(tx, StopLinkMade(**_about(message, secret, now), session_id=message.values["session_id"]))
    return f"{public_url}/programs/stop/{secret}"


def _about(message: Message, secret: str, now: datetime) -> dict[str, Any]:
    """What all facts about a link in a mail say."""
    return {
        "municipality": message.municipality,
        "aggregate_id": message.id,
        "aggregate_version": message.attempts + 1,
        "occurred_at": now,
        "token_sha256": fingerprint(secret),
    }
