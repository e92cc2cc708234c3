"""申込みのひかえ: what the holder of a ticket sees and does; what becomes free goes to who waits longest."""

from datetime import datetime, timedelta

from sqlmodel import col, func, select

from services.programs.actions.queueing import about_registration, move_up, queue_of
from services.programs.actions.reading import find_program, sessions_between, views_of
from services.programs.errors import NoSuchTicket, OfferIsOver
from services.programs.models import Program, Registration, RegistrationRules, Session
from services.programs.rules import ALIVE, HOLDS_PLACES, RegistrationStatus
from services.programs.schemas import SessionView, TicketView
from shared.clock import local_date
from shared.contracts.programs import PlaceConfirmed, RegistrationEnded
from shared.db import Session as Tx
from shared.outbox import emit
from shared.tokens import fingerprint

SHOWN_FOR = timedelta(weeks=8)


async def accept(tx: Tx, ticket: str, *, now: datetime) -> TicketView:
    """はい、行きます: an offered place is taken. Saying so twice is saying it once."""
    row, _, program, session = await _held(tx, ticket)
    if row.status is RegistrationStatus.OFFERED:
        if row.offered_until and row.offered_until <= now:
            raise OfferIsOver("The time to answer is over.")
        row.status, row.offered_until, row.version = RegistrationStatus.CONFIRMED, None, row.version + 1
        tx.add(row)
        about = {**about_registration(row, now), "name": program.name, "held_on": session.held_on if session else None}
        emit(tx, PlaceConfirmed(**about))
    elif row.status in {RegistrationStatus.LAPSED, RegistrationStatus.WITHDRAWN}:
        raise OfferIsOver("The place went to somebody else.")
    return await view_of(tx, row)


async def withdraw(tx: Tx, ticket: str, *, now: datetime) -> TicketView:
    """取り消す: the place goes to who waits longest."""
    row, settings, program, session = await _held(tx, ticket)
    if row.status in ALIVE:
        await _end(tx, row, settings, program, session, has_lapsed=False, now=now)
    return await view_of(tx, row)


async def lapse_offers(tx: Tx, *, now: datetime) -> int:
    """Offers nobody answered in time go to the next in line; returns how many."""
    query = select(Registration.ticket_sha256).where(
        Registration.status == RegistrationStatus.OFFERED, col(Registration.offered_until) <= now
    )
    lapsed = 0
    for ticket_sha256 in (await tx.exec(query.order_by(col(Registration.id)))).all():
        row, settings, program, session = await _locked(tx, ticket_sha256)
        if row.status is RegistrationStatus.OFFERED and row.offered_until and row.offered_until <= now:
            await _end(tx, row, settings, program, session, has_lapsed=True, now=now)
            lapsed += 1
    return lapsed


async def _end(
    tx: Tx, row: Registration, settings: RegistrationRules, program: Program, session: Session | None, *,
    has_lapsed: bool, now: datetime,
) -> None:  # fmt: skip
    queue = await queue_of(tx, row.program_id, row.session_key)
    if row.status in HOLDS_PLACES:
        queue.taken -= row.people
    else:
        queue.waiting -= 1
    row.status = RegistrationStatus.LAPSED if has_lapsed else RegistrationStatus.WITHDRAWN
    row.offered_until, row.ended_at, row.version = None, now, row.version + 1
    tx.add_all([row, queue])
    emit(tx, RegistrationEnded(**about_registration(row, now), has_lapsed=has_lapsed))
    await tx.flush()
    await move_up(tx, queue, settings, program, session, now=now)


async def ticket_of(tx: Tx, ticket: str) -> TicketView:
    """What the holder of a ticket sees."""
    row = await by_ticket(tx, fingerprint(ticket))
    if row is None:
        raise NoSuchTicket("There is no such registration.")
    return await view_of(tx, row)


async def dates_of(tx: Tx, ticket: TicketView, *, now: datetime) -> list[SessionView]:
    """What the holder comes to next, as it stands: the date they registered for, or the program's next three."""
    today, program = local_date(now), await find_program(tx, ticket.program_id)
    if ticket.session_id:
        session = await tx.get(Session, ticket.session_id)
        return await views_of(tx, [session], {program.id: program}) if session else []
    sessions = await sessions_between(tx, [program.id], today, today + SHOWN_FOR)
    ahead = [row for row in sessions if row.ends_at is None or row.ends_at > now]
    return await views_of(tx, ahead[:3], {program.id: program})


async def view_of(tx: Tx, row: Registration) -> TicketView:
    """A registration without anybody's name."""
    program = await find_program(tx, row.program_id)
    session = await tx.get(Session, row.session_key) if row.session_key else None
    ahead = 0
    if row.status is RegistrationStatus.WAITING:
        waits = select(func.count()).where(
            Registration.program_id == row.program_id, Registration.session_key == row.session_key,
            Registration.status == RegistrationStatus.WAITING, Registration.no < row.no,
        )  # fmt: skip
        ahead = (await tx.exec(waits)).one()
    return TicketView(
        id=row.id, program_id=program.id, program=program.name, session_id=row.session_key or None,
        starts_at=session.starts_at if session else None, people=row.people, status=row.status, ahead=ahead,
        offered_until=row.offered_until,
    )  # fmt: skip


Held = tuple[Registration, RegistrationRules, Program, Session | None]


async def _held(tx: Tx, ticket: str) -> Held:
    return await _locked(tx, fingerprint(ticket))


async def _locked(tx: Tx, ticket_sha256: str) -> Held:
    """A registration behind its line's lock, with all it belongs to."""
    row = await by_ticket(tx, ticket_sha256)
    if row is None:
        raise NoSuchTicket("There is no such registration.")
    session = await standing_session(tx, row.session_key)
    await queue_of(tx, row.program_id, row.session_key)
    await tx.refresh(row)
    settings, program = await tx.get(RegistrationRules, row.program_id), await find_program(tx, row.program_id)
    assert settings
    return row, settings, program, session


async def standing_session(tx: Tx, session_key: str) -> Session | None:
    """The date a line is for, which nobody calls off before this transaction ends; always locked before the line."""
    return await tx.get(Session, session_key, with_for_update={"read": True}) if session_key else None


async def by_ticket(tx: Tx, ticket_sha256: str) -> Registration | None:
    """The registration made with this ticket, whatever became of it."""
    return (await tx.exec(select(Registration).where(Registration.ticket_sha256 == ticket_sha256))).first()
