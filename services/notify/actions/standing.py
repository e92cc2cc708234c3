"""Bringing unsent messages in line with what is known. Every fact that arrives and every sending passes here."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col, func, or_, select

from services.notify import rules
from services.notify.models import CancelledMeeting, CaseConsent, Message, MessageCase
from services.notify.rules import Kind, Reason, Standing, Status, Told
from shared.contracts.words import Consent
from shared.db import Session

NEWLY_DUE = "notify_newly_due"  # in a transaction's info: something can leave once it commits
HEARD = (Status.SENT, Status.SENDING, Status.FAILED)  # a failed one was telephoned


async def settle_about(tx: Session, about: Iterable[str], *, now: datetime) -> None:
    """Let what is known decide anew over the unsent messages about these things."""
    query = select(Message).where(
        col(Message.about).in_(set(about)), col(Message.status).in_([Status.DUE, Status.CANCELLED])
    )
    for message in (await tx.exec(query.with_for_update())).all():
        settle(message, await reason_to_hold_back(tx, message, now=now))
        tx.add(message)
        if message.status is Status.DUE:
            tx.info[NEWLY_DUE] = True


def settle(message: Message, reason: Reason | None) -> None:
    """Due when nothing speaks against it, cancelled with the reason otherwise."""
    message.status = Status.CANCELLED if reason else Status.DUE
    message.reason = reason


async def reason_to_hold_back(tx: Session, message: Message, *, now: datetime) -> Reason | None:
    """Why this message must not leave, by what is known at this moment."""
    told = Told(message.kind, message.sequence, message.useless_after, message.is_routine)
    return rules.reason_to_hold_back(told, await _standing(tx, message), now=now)


async def is_undecided(tx: Session, message: Message) -> bool:
    """Whether another message about the same thing is being sent just now: its outcome comes first."""
    query = select(Message.id).where(
        Message.about == message.about, Message.id != message.id, Message.status == Status.SENDING
    )
    return (await tx.exec(query)).first() is not None


async def was_invited(tx: Session, message: Message) -> bool:
    """Whether the same recipient may know of an earlier invitation, by mail or (regular sittings) by calendar."""
    query = select(Message.id).where(
        Message.about == message.about,
        Message.kind == Kind.INVITATION,
        Message.recipient == message.recipient,
        Message.recipient_kind == message.recipient_kind,
        col(Message.sequence) < message.sequence,
        or_(col(Message.status).in_(HEARD), col(Message.is_routine)),
    )
    return (await tx.exec(query)).first() is not None


async def _standing(tx: Session, message: Message) -> Standing:
    newest = (await tx.exec(select(func.max(Message.sequence)).where(Message.about == message.about))).one()
    meeting = await tx.get(CancelledMeeting, message.meeting_id) if message.meeting_id else None
    return Standing(
        newest_sequence=newest or 0,
        was_heard=await was_invited(tx, message),
        meeting_is_cancelled=meeting is not None,
        consent_is_withdrawn=await _is_withdrawn(tx, message),
    )


async def _is_withdrawn(tx: Session, message: Message) -> bool:
    query = (
        select(MessageCase.on_consent, CaseConsent.changed_at)
        .join(CaseConsent, col(CaseConsent.case_ref) == MessageCase.case_ref)
        .where(MessageCase.message_id == message.id, CaseConsent.consent == Consent.WITHDRAWN)
    )
    found: Sequence[tuple[bool | None, datetime]] = (await tx.exec(query)).all()
    return any(
        rules.withdrawn(on_consent=on_consent, called_at=message.called_at, withdrawn_at=changed_at)
        for on_consent, changed_at in found
    )
