"""Replies to a reminder: 中止 by answering the mail, and one answer that says what became of it (decision 0039)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import col, func, select

from services.notify import rules
from services.notify.actions.drafting import tell
from services.notify.actions.secret_links import secret_of
from services.notify.channels.incoming import Incoming
from services.notify.models import Message, Recipient, Reply
from services.notify.rules import UNCLEAR, Kind, Status
from shared.bus.inbox import claim
from shared.clock import local_date
from shared.contracts.notify import StopReplied
from shared.contracts.programs import StopReplySettled
from shared.contracts.words import StopOutcome
from shared.db import Session
from shared.outbox import emit
from shared.sealed import KeyFile
from shared.tokens import fingerprint

REPLIES = "replies"  # mails' digests stand in the inbox beside facts' ids: the same promise, kept in the same place
OF_NO_USE_AFTER = timedelta(hours=12)
SAID = ("name", "held_on", "starts_at", "ends_at")


class Taken(StrEnum):
    """What a mail that came in was."""

    STOP = "stop"
    UNCLEAR = "unclear"
    AUTOMATIC = "automatic"
    STRANGE = "strange"  # answers no reminder, or comes from elsewhere than the reminder went to
    REPEATED = "repeated"


async def take_reply(tx: Session, mail: Incoming, *, keys: KeyFile, now: datetime) -> Taken:
    """Let one mail have its effect, however often it is delivered."""
    if mail.is_automatic:
        return Taken.AUTOMATIC
    reminder = await _reminder_for(tx, mail)
    if reminder is None:
        return Taken.STRANGE
    if not await claim(tx, REPLIES, [mail.claim], now):
        return Taken.REPEATED
    reply = Reply(message_id=reminder.id, reference=mail.reference, received_at=now)
    tx.add(reply)
    await tx.flush()
    if rules.asks_to_stop(mail.own, name=reminder.values["name"]):
        _ask_to_stop(tx, reply, reminder, keys, now)
        return Taken.STOP
    is_over = date.fromisoformat(reminder.values["held_on"]) < local_date(now)
    await _answer(tx, reply, reminder, StopOutcome.OVER if is_over else UNCLEAR, reminder.values, now=now)
    return Taken.UNCLEAR


async def answer(tx: Session, event: StopReplySettled, *, now: datetime) -> None:
    """What became of a reply, to whoever wrote it."""
    reply = await tx.get(Reply, event.aggregate_id)
    reminder = await tx.get(Message, reply.message_id) if reply else None
    if reply and reminder:
        await _answer(tx, reply, reminder, event.outcome, event.model_dump(mode="json", include=set(SAID)), now=now)


def _ask_to_stop(tx: Session, reply: Reply, reminder: Message, keys: KeyFile, now: datetime) -> None:
    secret = secret_of(reminder.id, link_key=keys.key(keys.current))
    emit(
        tx,
        StopReplied(
            municipality=reminder.municipality, aggregate_id=reply.id, occurred_at=now, session_id=reminder.about,
            organiser_id=reminder.recipient, message_id=reminder.id, token_sha256=fingerprint(secret),
        ),
    )  # fmt: skip


async def _reminder_for(tx: Session, mail: Incoming) -> Message | None:
    """The reminder a mail answers, directly or by answering our answer; from the address it was sent to, or none."""
    for letter_id in mail.answers:
        message = await tx.get(Message, letter_id)
        if message and message.kind is Kind.REPLY_ANSWERED:
            message = await tx.get(Message, message.values["reminder"])
        if message is None or message.kind is not Kind.ORGANISER_REMINDED:
            continue
        row = await tx.get(Recipient, (message.municipality, message.recipient_kind, message.recipient, "mail"))
        if row and row.address.casefold() == mail.sender:
            return message
    return None


async def _answer(
    tx: Session, reply: Reply, reminder: Message, outcome: str, said: Mapping[str, Any], *, now: datetime
) -> None:
    """One answer to one mail, and not more than some a day to one recipient."""
    if await _answers_since(tx, reminder, now - timedelta(days=1)) >= rules.ANSWERS_A_DAY:
        return
    values = {name: said[name] for name in SAID}
    values |= {"outcome": str(outcome), "reminder": reminder.id}
    values |= {"session_id": reminder.about, "reference": reply.reference}
    message = Message(
        municipality=reminder.municipality, kind=Kind.REPLY_ANSWERED, about=reply.id, sequence=0,
        recipient_kind=reminder.recipient_kind, recipient=reminder.recipient, values=values, called_at=now,
        useless_after=now + OF_NO_USE_AFTER, created_at=now, due_at=now, status=Status.DUE,
    )  # fmt: skip
    await tell(tx, [(message, {})], now=now)


async def _answers_since(tx: Session, reminder: Message, since: datetime) -> int:
    query = select(func.count()).where(
        Message.kind == Kind.REPLY_ANSWERED, Message.municipality == reminder.municipality,
        Message.recipient_kind == reminder.recipient_kind, Message.recipient == reminder.recipient,
        col(Message.created_at) > since,
    )  # fmt: skip
    return (await tx.exec(query)).one()
