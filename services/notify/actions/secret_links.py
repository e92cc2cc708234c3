"""The links in mails by which their readers answer; meetings hears their fingerprints only (decision 0021)."""

from datetime import datetime
from typing import Any

from services.notify.models import Message
from services.notify.rules import Kind
from shared.contracts.notify import PollLinkMade, ReplyLinkMade, StopLinkMade
from shared.db import Session
from shared.outbox import emit
from shared.tokens import derived_token, fingerprint

POLL_KINDS = (Kind.POLL_ASKED, Kind.POLL_REMINDER)


def secret_link(tx: Session, message: Message, *, public_url: str, link_key: bytes, now: datetime) -> str:
    """The address at which this mail's reader answers; empty for a mail that asks for no answer.

    Its secret is kept nowhere, and made again when a mail is handed over again: the repeat must be the very same mail.
    """
    secret = derived_token(link_key, f"reply|{message.id}")
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


def _about(message: Message, secret: str, now: datetime) -> dict[str, Any]:
    """What all facts about a link in a mail say."""
    return {
        "municipality": message.municipality,
        "aggregate_id": message.id,
        "aggregate_version": message.attempts + 1,
        "occurred_at": now,
        "token_sha256": fingerprint(secret),
    }
