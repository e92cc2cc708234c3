"""名簿: who is expected at a session. Every reading of a name is written down, with who read it and why."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, or_, select

from services.programs.models import Participant, Registration, Session
from services.programs.rules import HOLDS_PLACES
from services.programs.schemas import RosterRow
from shared.auth import Who
from shared.db import Session as Tx
from shared.sealed import KeyFile, Reader, Why, key_of, open_sealed


async def expected_at(tx: Tx, session: Session) -> Sequence[tuple[Participant, Registration]]:
    """The people with a place at a session, of the whole program or of this date, in the order they registered."""
    return [row for row in await ever_on_the_list(tx, session) if row[1].status in HOLDS_PLACES]


async def ever_on_the_list(tx: Tx, session: Session) -> Sequence[tuple[Participant, Registration]]:
    """The people with a place, and who withdrew, waits or let an offer pass."""
    query = (
        select(Participant, Registration)
        .join(Registration)
        .where(Registration.program_id == session.program_id)
        .where(or_(Registration.session_key == "", Registration.session_key == session.id))
        .order_by(col(Registration.no), col(Participant.id))
    )
    return (await tx.exec(query)).all()


async def roster_of(tx: Tx, session: Session, who: Who, *, keys: KeyFile, now: datetime) -> list[RosterRow]:
    """The list by name, for who runs the session."""
    reader, rows = Reader(who.account_id, Why.RUN_SESSION), []
    for participant, registration in await expected_at(tx, session):
        key = await key_of(tx, keys, registration.id)
        sealed = {"participants.name": participant.name, "registrations.watch_for": registration.watch_for}
        shown = open_sealed(tx, key, sealed, reader, now=now)
        rows.append(
            RosterRow(
                participant_id=participant.id,
                registration_id=registration.id,
                name=shown["participants.name"] or "",
                status=registration.status,
                needs_transport=registration.needs_transport,
                watch_for=shown["registrations.watch_for"] or "",
            )
        )
    return rows
