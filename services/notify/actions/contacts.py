"""The addresses of who registered: given by the holder of a ticket, sealed, read by the sender alone."""

from datetime import datetime

from sqlmodel import select

from services.notify.errors import TicketUnknown
from services.notify.models import Contact, Ticket
from shared.clock import new_id
from shared.db import Session, take_turn
from shared.sealed import KeyFile, Reader, Why, destroy_key, key_of, new_key, open_sealed
from shared.tokens import derived_token, fingerprint

PLACE = "contacts.address"
SENDER = Reader("notify", Why.REACH_PEOPLE)


async def give_address(tx: Session, ticket: str, address: str, *, keys: KeyFile, now: datetime) -> None:
    """Whoever holds this ticket hears by this address; giving another replaces it, an empty one forgets it."""
    row = await tx.get(Ticket, fingerprint(ticket), with_for_update=True)
    if row is None or not row.is_alive:
        raise TicketUnknown("We have not heard of this ticket yet; try again in a moment.", field="address")
    mac = _mac(keys, row.municipality, address) if address else ""
    await _take_turns(tx, row.contact_id, mac)
    wanted = (await _contact(tx, row.municipality, address, mac, keys, now)).id if address else None
    if row.contact_id and row.contact_id != wanted:
        await forget_if_last(tx, row, now=now)
    row.contact_id = wanted
    tx.add(row)


async def _take_turns(tx: Session, contact_id: str | None, *macs: str) -> None:
    """Whoever gives or forgets an address takes turns with all others at it, so that the last to go forgets it."""
    known = await tx.get(Contact, contact_id) if contact_id else None
    for mac in sorted({*macs, *([known.address_mac] if known else [])} - {""}):
        await take_turn(tx, "contact", mac)


def _mac(keys: KeyFile, municipality: str, address: str) -> str:
    return fingerprint(derived_token(keys.key(keys.current), f"address|{municipality}|{address.casefold()}"))


async def _contact(tx: Session, municipality: str, address: str, mac: str, keys: KeyFile, now: datetime) -> Contact:
    known = (await tx.exec(select(Contact).where(Contact.address_mac == mac))).first()
    if known:
        return known
    contact_id = new_id()
    key, key_row = new_key(keys, contact_id)
    contact = Contact(
        id=contact_id, municipality=municipality, address=key.seal(PLACE, address), address_mac=mac, made_at=now
    )
    tx.add_all([key_row, contact])
    await tx.flush()
    return contact


async def address_of(tx: Session, contact_id: str, *, keys: KeyFile, now: datetime) -> str | None:
    """The address, right before a message is handed over; the reading is written down."""
    contact = await tx.get(Contact, contact_id)
    if contact is None:
        return None
    key = await key_of(tx, keys, contact_id)
    return open_sealed(tx, key, {PLACE: contact.address}, SENDER, now=now)[PLACE]


async def forget_if_last(tx: Session, ticket: Ticket, *, now: datetime) -> None:
    """An address nobody's registration needs any more is forgotten: its key is destroyed with it."""
    contact_id = ticket.contact_id
    await _take_turns(tx, contact_id)
    ticket.contact_id = None
    tx.add(ticket)
    await tx.flush()
    others = select(Ticket.ticket_sha256).where(Ticket.contact_id == contact_id)
    contact = await tx.get(Contact, contact_id) if contact_id else None
    if contact and (await tx.exec(others)).first() is None:
        await destroy_key(tx, contact.id, now=now)
        await tx.delete(contact)
