"""Several registrations of one person, one mail: whose sessions stand in it, and what becomes of it as they end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import col, select

from services.notify.actions.standing import UNSENT, settle_about
from services.notify.models import Message, SettledAsking
from services.notify.rules import Kind, Reason
from shared.contracts.words import InviteeKind
from shared.db import Session

FOR_GOOD = 2**31 - 1


class Place(NamedTuple):
    """Where one registration's news of a change belongs; `message` when it is there, or gathers others already.

    `is_first`: nothing was told under this name before, so a reopening is news of its own.
    """

    about: str
    message: Message | None
    is_first: bool


async def place_for(tx: Session, base: str, sequence: int, registration_id: str) -> Place:
    """The message about `base` (a change and a person) that still waits, or one of this registration's own.

    What was told under one name goes on under it: only so is a reopening told to those who heard of the closing.
    """
    own = f"{base}|{registration_id}"
    rows = (await tx.exec(select(Message).where(col(Message.about).in_((base, own))).with_for_update())).all()
    about = own if _stands_alone(rows, base, sequence, registration_id) else base
    message = next((row for row in rows if (row.about, row.sequence) == (about, sequence)), None)
    return Place(about, message, is_first=about == own and not any(row.about == own for row in rows))


def _stands_alone(rows: Sequence[Message], base: str, sequence: int, registration_id: str) -> bool:
    gathered = [row for row in rows if row.about == base]
    if len(gathered) < len(rows):
        return True
    alike = [row for row in gathered if row.sequence == sequence]
    if any(row.status not in UNSENT and registration_id not in row.values["told_to"] for row in alike):
        return True  # it has left without them
    if any(registration_id in row.values["told_to"] for row in gathered):
        return False
    return any(not row.values["told_to"] for row in gathered)  # settled for good: all of them ended


def kind_of(sessions: Sequence[Mapping[str, Any]], sequence: int) -> Kind:
    """Off, or all of it on again: what is off is never listed among what stands."""
    return Kind.SESSIONS_BACK if sequence and not any(each["is_off"] for each in sessions) else Kind.SESSIONS_OFF


def put_in(message: Message, registration_id: str, sessions: Sequence[dict[str, Any]]) -> None:
    """The same change concerns a further registration of theirs."""
    message.values = {
        "sessions": [*message.values["sessions"], *sessions],
        "told_to": [*message.values["told_to"], registration_id],
    }
    message.kind = kind_of(message.values["sessions"], message.sequence)


async def take_out(tx: Session, contact_id: str, registration_id: str, *, now: datetime) -> None:
    """A registration has ended: what waits to be sent does not speak of it; a mail with nothing else does not leave."""
    unsent = (await tx.exec(_unsent_for(contact_id))).all()
    concerned = [message for message in unsent if registration_id in message.values["told_to"]]
    for message in concerned:
        message.values = {**message.values, **_without(message.values, registration_id)}
        tx.add(message)
        if not message.values["told_to"]:
            await tx.merge(SettledAsking(about=message.about, version=FOR_GOOD, reason=Reason.REVOKED))
    await tx.flush()
    await settle_about(tx, [message.about for message in concerned], now=now)


def _without(values: dict[str, Any], registration_id: str) -> dict[str, Any]:
    told_to = [each for each in values["told_to"] if each != registration_id]
    sessions = [each for each in values.get("sessions", ()) if each["registration_id"] != registration_id]
    return {"told_to": told_to, "sessions": sessions} if "sessions" in values and told_to else {"told_to": told_to}


def _unsent_for(contact_id: str):  # type: ignore[no-untyped-def]  # a select
    return (
        select(Message)
        .where(Message.recipient_kind == InviteeKind.PARTICIPANT, Message.recipient == contact_id)
        .where(col(Message.status).in_(UNSENT))
        .with_for_update()
    )
