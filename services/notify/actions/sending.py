"""Sending, in three short transactions around the hand-over: take up, look once more, note what became of it."""

from datetime import datetime, timedelta

from sqlmodel import select

from services.notify import rules
from services.notify.actions.claims import claimed
from services.notify.actions.contacts import address_of
from services.notify.actions.secret_links import secret_link
from services.notify.actions.standing import Known, settle, what_is_known
from services.notify.channels import Letter, letters
from services.notify.channels.appointments import appointment_of
from services.notify.models import Message, Recipient
from services.notify.rules import Kind, Reason, Status
from shared.contracts.notify import MessageFailed, MessageSent
from shared.contracts.words import InviteeKind
from shared.db import Session
from shared.outbox import emit
from shared.sealed import KeyFile

TAKE_REPLIES = frozenset({Kind.ORGANISER_REMINDED, Kind.REPLY_ANSWERED})
LOOK_AGAIN = timedelta(seconds=1)


async def write_letter(
    tx: Session, message_id: str, *, claim: str, now: datetime, public_url: str, keys: KeyFile,
    reads_replies: bool = False,
) -> Letter | None:  # fmt: skip
    """The last look right before the hand-over; None when the message must not leave now.

    `keys` make the secret by which the mail's reader answers, and open the address of who registered; `reads_replies`
    says whether a reply has an effect, so that a mail promises no more than that.
    """
    message = await claimed(tx, message_id, claim)
    if message is None:
        return None
    tx.add(message)
    known = await what_is_known(tx, [message.about])
    if reason := known.reason_to_hold_back(message, now=now):
        settle(message, reason)
        return None
    if known.is_undecided(message):
        message.status, message.due_at = Status.DUE, now + LOOK_AGAIN
        return None
    address = await _address(tx, message, keys, now)
    if address is None:
        _give_up(tx, message, Reason.NO_ADDRESS, now)
        return None
    reply_to = secret_link(tx, message, public_url=public_url, link_key=keys.key(keys.current), now=now)
    takes_replies = reads_replies and message.kind in TAKE_REPLIES
    return await _letter(tx, message, address, known, public_url, reply_to, takes_replies=takes_replies)


async def _address(tx: Session, message: Message, keys: KeyFile, now: datetime) -> str | None:
    if message.recipient_kind is InviteeKind.PARTICIPANT:
        return await address_of(tx, message.recipient, keys=keys, now=now)
    row = await tx.get(Recipient, (message.municipality, message.recipient_kind, message.recipient, "mail"))
    return row.address if row else None


async def note_sent(tx: Session, message_id: str, *, claim: str, now: datetime, channel: str) -> timedelta | None:
    """It left: tell the others, once. How late it was; None when it was no longer ours to send."""
    message = await claimed(tx, message_id, claim)
    if message is None:
        return None
    late = rules.delay(due_at=message.due_at, sent_at=now, failed=message.attempts)
    message.status, message.reason, message.sent_at = Status.SENT, None, now
    message.attempts += 1
    tx.add(message)
    emit(
        tx,
        MessageSent(
            municipality=message.municipality,
            aggregate_id=message.id,
            occurred_at=now,
            kind=message.kind,
            channel=channel,
            about=message.about,
            recipient_kind=message.recipient_kind,
            recipient=message.recipient,
            sequence=message.sequence,
            concerns=message.values.get("told_to"),
            **message.cause._asdict(),
        ),
    )
    return late


async def note_not_taken(tx: Session, message_id: str, *, claim: str, now: datetime, for_good: bool) -> None:
    """It did not leave: try again later, or give up so that somebody telephones."""
    message = await claimed(tx, message_id, claim)
    if message is None:
        return
    message.attempts += 1
    wait = None if for_good else rules.wait_before(message.attempts)
    if wait is None:
        _give_up(tx, message, Reason.REFUSED if for_good else Reason.NO_ANSWER, now)
    else:
        message.status, message.due_at = Status.DUE, now + wait
    tx.add(message)


def _give_up(tx: Session, message: Message, reason: Reason, now: datetime) -> None:
    message.status, message.reason = Status.FAILED, reason
    emit(
        tx,
        MessageFailed(
            municipality=message.municipality,
            aggregate_id=message.id,
            occurred_at=now,
            kind=message.kind,
            channel="mail",
            about=message.about,
            recipient_kind=message.recipient_kind,
            recipient=message.recipient,
            reason=reason,
            **message.cause._asdict(),
        ),
    )


async def _letter(
    tx: Session, message: Message, address: str, known: Known, public_url: str, reply_to: str, *, takes_replies: bool
) -> Letter:
    query = select(Recipient).where(Recipient.municipality == message.municipality)
    names = {row.key: row.name for row in (await tx.exec(query)).all()}
    anew = message.kind is Kind.INVITATION and known.heard_before(message, Kind.INVITATION)
    text = letters.compose(
        message.kind, message.values, public_url=public_url, names=names, anew=anew, reply_to=reply_to,
        takes_replies=takes_replies,
    )  # fmt: skip
    appointment = appointment_of(message.kind, message.values, told_at=message.called_at)
    return Letter(
        message.id, address, text.subject, text.body, message.created_at, appointment, takes_replies=takes_replies,
        answers=message.values.get("reference"), cause=message.cause,
    )  # fmt: skip
