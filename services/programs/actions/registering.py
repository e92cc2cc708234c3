"""申込み: how one registers for a program, and registering."""

from datetime import datetime

from sqlmodel import col, select

from services.programs import rules
from services.programs.actions.queueing import about_registration, move_up, queue_of
from services.programs.actions.reading import find_program, own_program
from services.programs.actions.sent_before import must_be_sent_before, said_mac
from services.programs.actions.tickets import by_ticket, view_of
from services.programs.actions.touching import IN_TURN, must_be_ahead
from services.programs.errors import (
    DateMissing,
    GuardianMissing,
    NoPlaceLeft,
    NoRegistration,
    NoSuchSession,
    RegistrationClosed,
    ScopeInUse,
    SessionIsOff,
)
from services.programs.models import Participant, Program, Registration, RegistrationQueue, RegistrationRules, Session
from services.programs.rules import (
    ALIVE,
    RegistrationScope,
    RegistrationStatus,
    SessionStatus,
)
from services.programs.schemas import RegistrationForm, RulesForm, TicketView
from shared.auth import Who
from shared.clock import local_date
from shared.contracts.programs import RegistrationMade
from shared.db import Session as Tx
from shared.db import take_turn
from shared.outbox import emit
from shared.sealed import KeyFile, new_key
from shared.tokens import fingerprint


async def put_rules(tx: Tx, program_id: str, form: RulesForm, who: Who, *, now: datetime) -> RegistrationRules:
    """How one registers for a program; places that are more now go to who waits."""
    await take_turn(tx, "registration rules", program_id)
    program = await own_program(tx, who, program_id)
    await _must_be_empty_to_change_scope(tx, program.id, form)
    row = await tx.merge(RegistrationRules(program_id=program.id, **form.model_dump()))
    await tx.flush()
    lines = select(RegistrationQueue.session_key).where(RegistrationQueue.program_id == program.id)
    keys = set((await tx.exec(lines)).all())
    ahead = select(Session).where(col(Session.id).in_(keys), col(Session.held_on) >= local_date(now))
    in_turn = ahead.order_by(*IN_TURN).with_for_update(read=True)
    sessions: list[Session | None] = list((await tx.exec(in_turn)).all())
    for session in [*sessions, *([None] if "" in keys else [])]:
        queue = await queue_of(tx, program.id, session.id if session else "")
        await move_up(tx, queue, row, program, session, now=now)
    return row


async def _must_be_empty_to_change_scope(tx: Tx, program_id: str, form: RulesForm) -> None:
    """Places of the whole program and of single dates are counted apart: both at once would sell them twice."""
    known = await tx.get(RegistrationRules, program_id)
    alive = select(Registration.id).where(Registration.program_id == program_id, col(Registration.status).in_(ALIVE))
    if known and known.scope is not form.scope and (await tx.exec(alive)).first():
        raise ScopeInUse("People are registered already.", field="scope")


async def register(tx: Tx, program_id: str, form: RegistrationForm, *, keys: KeyFile, now: datetime) -> TicketView:
    """Somebody registers. The form's own ticket lets it count once, however often it arrives.

    Raises AlreadySent for a ticket that other people, or another date, were registered with.
    """
    program = await find_program(tx, program_id)
    ticket_sha256 = fingerprint(form.ticket)
    if known := await by_ticket(tx, ticket_sha256):
        await must_be_sent_before(tx, known, program.id, form, keys)
        return await view_of(tx, known)
    settings, session = await _open_to(tx, program, form, now)
    queue = await queue_of(tx, program.id, session.id if session else "")
    if known := await by_ticket(tx, ticket_sha256):  # looked up behind the lock: two that arrive together are one
        await must_be_sent_before(tx, known, program.id, form, keys)
        return await view_of(tx, known)
    scope = settings.scope
    await tx.refresh(settings)  # what was so before the lock may be otherwise behind it
    _must_be_open(settings, form)
    if settings.scope is not scope:
        raise RegistrationClosed("How one registers was changed just now; open the form again.")
    people = len(form.names)
    has_places = rules.admits(settings.capacity, queue.taken, queue.waiting, people)
    if not has_places and not settings.has_waiting_list:
        raise NoPlaceLeft("All places are taken.", field="names")
    row = Registration(
        ticket_sha256=ticket_sha256, program_id=program.id, session_key=queue.session_key, no=queue.next_no,
        municipality=program.municipality, people=people, registered_at=now,
        status=RegistrationStatus.CONFIRMED if has_places else RegistrationStatus.WAITING,
        guardian_agreed_at=now if form.guardian_agrees else None, needs_transport=form.needs_transport,
    )  # fmt: skip
    queue.next_no += 1
    queue.taken, queue.waiting = queue.taken + people * has_places, queue.waiting + (not has_places)
    tx.add(queue)
    await _seal(tx, row, form, keys)
    emit(tx, RegistrationMade(**about_registration(row, now), is_waiting=not has_places))
    return await view_of(tx, row)


async def _open_to(
    tx: Tx, program: Program, form: RegistrationForm, now: datetime
) -> tuple[RegistrationRules, Session | None]:
    settings = await tx.get(RegistrationRules, program.id)
    if settings is None:
        raise NoRegistration("No registration is needed: come as you are.")
    _must_be_open(settings, form)
    if settings.scope is RegistrationScope.PROGRAM:
        return settings, None
    if not form.session:
        raise DateMissing("Choose a date.", field="session")
    return settings, await _date_of(tx, program, form.session, now)


def _must_be_open(settings: RegistrationRules, form: RegistrationForm) -> None:
    if not settings.is_open:
        raise RegistrationClosed("Registration is closed just now.")
    if settings.needs_guardian and not form.guardian_agrees:
        raise GuardianMissing("A guardian has to agree.", field="guardian_agrees")


async def _date_of(tx: Tx, program: Program, session_id: str, now: datetime) -> Session:
    """The date somebody registers for; nobody calls it off meanwhile, so that they hear of it if somebody does."""
    session = await tx.get(Session, session_id, with_for_update={"read": True})
    if session is None or session.program_id != program.id:
        raise NoSuchSession("There is no such session.", field="session")
    must_be_ahead([session], now)
    if session.status is SessionStatus.CANCELLED:
        raise SessionIsOff("It was called off.", field="session")
    return session


async def _seal(tx: Tx, row: Registration, form: RegistrationForm, keys: KeyFile) -> None:
    key, key_row = new_key(keys, row.id)
    row.said_mac = said_mac(key, row.program_id, form)
    row.phone = key.seal("registrations.phone", form.phone)
    row.watch_for = key.seal("registrations.watch_for", form.watch_for) if form.watch_for else None
    tx.add_all([key_row, row])
    await tx.flush()
    for name in form.names:
        sealed = key.seal("participants.name", name)
        tx.add(Participant(registration_id=row.id, program_id=row.program_id, name=sealed))
