"""Claims: which hand-over has which messages. A claim lasts while its holder gives signs of life (0044)."""

from datetime import datetime, timedelta

from sqlmodel import and_, col, or_, select

from services.notify.models import Message
from services.notify.rules import Status
from shared.db import Session

CLAIM_LASTS = timedelta(seconds=15)  # after its holder's last sign of life somebody else takes the message up


async def take_up(tx: Session, claim: str, *, now: datetime, most: int) -> list[str]:
    """Claim messages whose time has come, the oldest first; another instance skips them."""
    query = (
        select(Message)
        .where(
            or_(
                and_(col(Message.status) == Status.DUE, col(Message.due_at) <= now),
                and_(col(Message.status) == Status.SENDING, col(Message.claimed_at) < now - CLAIM_LASTS),
            )
        )
        .order_by(col(Message.due_at))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    taken = (await tx.exec(query)).all()
    for message in taken:
        message.may_have_left |= message.status is Status.SENDING
        message.status, message.claim, message.claimed_at = Status.SENDING, claim, now
        tx.add(message)
    return [message.id for message in taken]


async def renew(tx: Session, claim: str, *, now: datetime) -> None:
    """A sign of life for all that is still claimed so.

    A row that somebody looks at this moment is left for the next sign: who waits for no row can't be in a deadlock.
    """
    query = select(Message).where(Message.status == Status.SENDING, Message.claim == claim)
    for message in (await tx.exec(query.with_for_update(skip_locked=True))).all():
        message.claimed_at = now
        tx.add(message)


async def claimed(tx: Session, message_id: str, claim: str) -> Message | None:
    """The message, while the claim is still ours."""
    query = select(Message).where(Message.id == message_id, Message.status == Status.SENDING, Message.claim == claim)
    return (await tx.exec(query.with_for_update())).first()
