"""Who registered for a program: one message a person and change, and none once their registration has ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from services.notify.actions.contacts import forget_if_last
from services.notify.actions.drafting import message_of, tell
from services.notify.actions.standing import UNSENT, settle_about
from services.notify.models import Message, SettledAsking, Ticket
from services.notify.rules import Kind, Reason
from shared.contracts.programs import (
    ParticipantConcerned,
    PlaceConfirmed,
    PlaceOffered,
    RegistrationEnded,
    RegistrationMade,
)
from shared.contracts.words import InviteeKind
from shared.db import Session

GATHERED_FOR = timedelta(seconds=3)  # what one change tells somebody of several programs goes into one message
FOR_GOOD = 2**31 - 1


async def know_ticket(tx: Session, event: RegistrationMade) -> None:
    """Somebody registered: their ticket may be given an address."""
    await _ticket(tx, event, is_alive=True)


async def end_ticket(tx: Session, event: RegistrationEnded, *, now: datetime) -> None:
    """Their registration has ended: what was to be told them because of it does not leave."""
    ticket = await _ticket(tx, event, is_alive=False)
    if ticket.contact_id is None:
        return
    unsent = (await tx.exec(_unsent_for(ticket.contact_id))).all()
    for message in unsent:
        own = [each for each in message.values["told_to"] if each != event.aggregate_id]
        if len(own) < len(message.values["told_to"]) and not own:
            await tx.merge(SettledAsking(about=message.about, version=FOR_GOOD, reason=Reason.REVOKED))
    await tx.flush()
    await settle_about(tx, [message.about for message in unsent], now=now)
    await forget_if_last(tx, ticket, now=now)


async def tell_concerned(tx: Session, event: ParticipantConcerned, *, now: datetime) -> None:
    """Sessions they registered for were called off, moved, or are on again."""
    ticket = await tx.get(Ticket, event.ticket_sha256)
    if ticket is None or ticket.contact_id is None or not ticket.is_alive:
        return  # nobody to write to: they stand on the organiser's list to be telephoned
    sessions = [each.model_dump(mode="json") for each in event.sessions]
    is_off = any(each.is_off for each in event.sessions)
    about, sequence = f"{event.change_id}|{ticket.contact_id}", event.aggregate_version - 1
    match await _added_to_another(tx, about, sequence, event.registration_id, sessions):
        case True:
            return
        case False:  # it has left already
            about = f"{about}|{event.registration_id}"
    kind = Kind.SESSIONS_BACK if sequence and not is_off else Kind.SESSIONS_OFF
    values = {"sessions": sessions, "told_to": [event.registration_id]}
    message = message_of(
        event, kind, about, (InviteeKind.PARTICIPANT, ticket.contact_id), values, now, sequence=sequence
    )
    message.due_at = now + GATHERED_FOR
    await tell(tx, [(message, {})], now=now)


async def tell_place(tx: Session, event: PlaceOffered | PlaceConfirmed, *, now: datetime) -> None:
    """A place is offered to who waited, or is theirs."""
    ticket = await _ticket(tx, event, is_alive=True)
    if ticket.contact_id is None or not ticket.is_alive:
        return
    until = event.until if isinstance(event, PlaceOffered) else None
    values: dict[str, Any] = event.model_dump(mode="json", include={"name", "held_on", "until", "program_id"})
    message = message_of(
        event, Kind.PLACE_OFFERED if until else Kind.PLACE_CONFIRMED, event.aggregate_id,
        (InviteeKind.PARTICIPANT, ticket.contact_id), {**values, "told_to": [event.aggregate_id]}, now,
        sequence=event.aggregate_version, useless_after=until,
    )  # fmt: skip
    await tell(tx, [(message, {})], now=now)


async def _ticket(
    tx: Session, event: RegistrationMade | RegistrationEnded | PlaceOffered | PlaceConfirmed, *, is_alive: bool
) -> Ticket:
    """The newest fact counts, in whichever order they come."""
    row = await tx.get(Ticket, event.ticket_sha256, with_for_update=True)
    if row is None:
        row = Ticket(ticket_sha256=event.ticket_sha256, municipality=event.municipality, version=0)
    if event.aggregate_version > row.version:
        row.version, row.is_alive = event.aggregate_version, is_alive
    tx.add(row)
    await tx.flush()
    return row


async def _added_to_another(
    tx: Session, about: str, sequence: int, registration_id: str, sessions: Sequence[dict[str, Any]]
) -> bool | None:
    """The same change told the same person already: their further registration goes into that message, if it waits.

    None when there is no such message yet, False when it has left without this registration.
    """
    query = select(Message).where(Message.about == about, Message.sequence == sequence).with_for_update()
    message = (await tx.exec(query)).first()
    if message is None or registration_id in message.values["told_to"]:
        return None if message is None else True
    if message.status in UNSENT:
        message.values = {
            **message.values,
            "sessions": [*message.values["sessions"], *sessions],
            "told_to": [*message.values["told_to"], registration_id],
        }
        tx.add(message)
        return True
    return False


def _unsent_for(contact_id: str):  # type: ignore[no-untyped-def]  # a select
    return (
        select(Message)
        .where(Message.recipient_kind == InviteeKind.PARTICIPANT, Message.recipient == contact_id)
        .where(col(Message.status).in_(UNSENT))
        .with_for_update()
    )
