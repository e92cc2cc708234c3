"""Who registered for a program: one message a person and change, and none once their registration has ended."""

from datetime import datetime, timedelta
from typing import Any

from services.notify.actions.contacts import forget_if_last
from services.notify.actions.drafting import message_of, tell
from services.notify.actions.gathering import kind_of, place_for, put_in, take_out
from services.notify.models import Ticket
from services.notify.rules import Kind
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


async def know_ticket(tx: Session, event: RegistrationMade) -> None:
    """Somebody registered: their ticket may be given an address."""
    await _ticket(tx, event, is_alive=True)


async def end_ticket(tx: Session, event: RegistrationEnded, *, now: datetime) -> None:
    """Their registration has ended: what was to be told them because of it does not leave."""
    ticket = await _ticket(tx, event, is_alive=False)
    if ticket.contact_id is None:
        return
    await take_out(tx, ticket.contact_id, event.aggregate_id, now=now)
    await forget_if_last(tx, ticket, now=now)


async def tell_concerned(tx: Session, event: ParticipantConcerned, *, now: datetime) -> None:
    """Sessions they registered for were called off, moved, or are on again."""
    ticket = await tx.get(Ticket, event.ticket_sha256)
    if ticket is None or ticket.contact_id is None or not ticket.is_alive:
        return  # nobody to write to: they stand on the organiser's list to be telephoned
    base, sequence = f"{event.change_id}|{ticket.contact_id}", event.aggregate_version - 1
    place = await place_for(tx, base, sequence, event.registration_id)
    if place.message and event.registration_id in place.message.values["told_to"]:
        return
    sessions = [{**each.model_dump(mode="json"), "registration_id": event.registration_id} for each in event.sessions]
    if place.message:
        put_in(place.message, event.registration_id, sessions)
        tx.add(place.message)
        return
    message = message_of(
        event, Kind.SESSIONS_OFF if place.is_first else kind_of(sessions, sequence), place.about,
        (InviteeKind.PARTICIPANT, ticket.contact_id),
        {"sessions": sessions, "told_to": [event.registration_id]}, now, sequence=sequence,
    )  # fmt: skip
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
