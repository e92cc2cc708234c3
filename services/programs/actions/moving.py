"""One date is different: another day, other hours, another place, for this once."""

from datetime import datetime

from services.programs import rules
from services.programs.actions.concerning import concern
from services.programs.actions.places import chosen_venue, places_of
from services.programs.actions.posting import no_session_at
from services.programs.actions.reading import own_session
from services.programs.actions.touching import Timed, must_be_ahead, retime, tell_changed, touch
from services.programs.actions.undoing import remember, snapshots
from services.programs.errors import BadHours, DateHasPassed, SessionIsOff
from services.programs.models import Session
from services.programs.rules import ChangeKind, SessionStatus
from services.programs.schemas import MoveForm
from shared.auth import Who
from shared.clock import local_date
from shared.db import Session as Tx


async def move_session(tx: Tx, session_id: str, form: MoveForm, who: Who, *, now: datetime) -> Session:
    """Change one session; its series leaves it alone from then on. Its UID stays, its SEQUENCE grows."""
    session, program = await own_session(tx, who, session_id, to_change=True)
    must_be_ahead([session], now)
    if session.status is SessionStatus.CANCELLED:
        raise SessionIsOff("The session was called off; reopen it first.")
    if form.held_on < local_date(now):
        raise DateHasPassed("The day has passed.", field="held_on")
    if not rules.are_hours(form.start, form.end):
        raise BadHours("A session ends after it begins.", field="end")
    starts, ends = (rules.moment_on(form.held_on, at) for at in (form.start, form.end))
    await no_session_at(tx, program, form.held_on, starts, but=session.id)
    venue = await chosen_venue(tx, program, form.venue) if form.venue else session.venue_id
    before, stood = snapshots([session]), (session.held_on, session.starts_at, session.venue_id)
    session.note = form.note
    if retime(session, Timed(form.held_on, starts, ends, venue)):
        session.is_changed = True
        touch(session, now)
        tell_changed(tx, session, program, await places_of(tx, program.municipality), now)
    elif snapshots([session]) != before:
        session.version, session.changed_at = session.version + 1, now
    tx.add(session)
    change = remember(tx, ChangeKind.CHANGED, who, program, before, [session], now=now)
    if change and (session.held_on, session.starts_at, session.venue_id) != stood:
        await concern(tx, change, [session], now=now)
    return session
