"""Finding messages and mails. A query used twice is a named function here."""

from collections.abc import Mapping

from sqlmodel import and_, col, or_, select

from services.notify.errors import NoSuchMail
from services.notify.models import Message, Recipient
from services.notify.rules import Status
from shared.auth import Role, Who
from shared.contracts.words import InviteeKind
from shared.db import Session

MOST_SHOWN = 200
SEES_ALL = (Role.ADMIN, Role.OPS, Role.PROMOTER)


async def messages_for(tx: Session, who: Who, status: Status | None = None) -> list[Message]:
    """Messages of `who`'s town, newest first: all of them for those who look after it, else their own offices'."""
    query = select(Message).where(Message.municipality == who.municipality, col(Message.is_routine).is_(False))
    if not who.has(*SEES_ALL):
        query = query.where(
            or_(
                and_(Message.recipient_kind == InviteeKind.POST, col(Message.recipient).in_(who.posts)),
                and_(Message.recipient_kind == InviteeKind.AGENCY, col(Message.recipient).in_(who.agencies)),
            )
        )
    if status:
        query = query.where(Message.status == status)
    return list((await tx.exec(query.order_by(col(Message.created_at).desc()).limit(MOST_SHOWN))).all())


async def sent_message(tx: Session, who: Who, message_id: str) -> Message:
    """One sent message of `who`'s town, or NoSuchMail."""
    message = await tx.get(Message, message_id)
    if message is None or message.municipality != who.municipality or message.status is not Status.SENT:
        raise NoSuchMail("There is no such mail.")
    return message


async def names_of(tx: Session, municipality: str) -> Mapping[tuple[InviteeKind, str], str]:
    """The offices' names."""
    rows = (await tx.exec(select(Recipient).where(Recipient.municipality == municipality))).all()
    return {(row.kind, row.key): row.name for row in rows}
