"""きょうの開催: whoever runs a session hears of it in the morning, with a link that calls it off."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from services.programs import rules
from services.programs.actions.cancelling import cancel_session
from services.programs.actions.organisers import who_of
from services.programs.actions.reading import find_program
from services.programs.errors import NoSuchLink
from services.programs.models import Organiser, Program, Session, StopLink
from services.programs.rules import CancelReason, SessionStatus
from services.programs.schemas import CancelForm
from services.programs.settings import Settings
from shared.auth import Who
from shared.clock import local_date
from shared.contracts.notify import StopLinkMade
from shared.contracts.programs import OrganiserReminded
from shared.db import Session as Tx
from shared.outbox import emit
from shared.tokens import fingerprint

BEFORE = timedelta(hours=2)


async def remind_organisers(tx: Tx, *, now: datetime, settings: Settings) -> int:
    """Tell, once a session, that it is on today; not when it was called off or has begun."""
    query = (
        select(Session, Program)
        .join(Program)
        .where(Session.held_on == local_date(now), Session.status == SessionStatus.PLANNED)
        .where(col(Session.reminded_at).is_(None), col(Program.organiser_id).is_not(None))
        .order_by(col(Session.id))
        .with_for_update(of=Session, skip_locked=True)
    )
    reminded = 0
    for session, program in (await tx.exec(query)).all():
        usual = rules.moment_on(session.held_on, settings.organisers_reminded_at)
        assert usual
        due = min(usual, session.starts_at - BEFORE) if session.starts_at else usual
        if due <= now and (session.starts_at is None or now < session.starts_at):
            session.reminded_at = now
            tx.add(session)
            emit(tx, _reminded(session, program, now))
            reminded += 1
    return reminded


def _reminded(session: Session, program: Program, now: datetime) -> OrganiserReminded:
    assert program.organiser_id
    return OrganiserReminded(
        municipality=session.municipality, aggregate_id=session.id, aggregate_version=session.version + 1,
        occurred_at=now, organiser_id=program.organiser_id, program_id=program.id, name=program.name,
        held_on=session.held_on, starts_at=session.starts_at, ends_at=session.ends_at,
    )  # fmt: skip


async def know_stop_link(tx: Tx, event: StopLinkMade) -> None:
    """A mail carries a link; of its secret only the fingerprint is known here."""
    known = await tx.get(StopLink, event.token_sha256)
    if known is None and await tx.get(Session, event.session_id) is not None:
        tx.add(StopLink(token_sha256=event.token_sha256, session_id=event.session_id, made_at=event.occurred_at))


async def by_stop_link(tx: Tx, secret: str, *, now: datetime) -> tuple[Who, Session, Program]:
    """Who holds the link of a reminder, and for which session; it opens nothing once the day is over."""
    link = await tx.get(StopLink, fingerprint(secret))
    session = await tx.get(Session, link.session_id) if link else None
    if link is None or session is None or session.held_on < local_date(now):
        raise NoSuchLink("This link opens nothing (any more).")
    program = await find_program(tx, session.program_id)
    organiser = await tx.get(Organiser, program.organiser_id) if program.organiser_id else None
    if organiser is None:
        raise NoSuchLink("This link opens nothing any more.")
    return who_of(organiser, link.token_sha256), session, program


async def stop(tx: Tx, secret: str, *, reason: CancelReason, now: datetime) -> Session:
    """The one button behind the link."""
    who, session, _ = await by_stop_link(tx, secret, now=now)
    return await cancel_session(tx, session.id, CancelForm(reason=reason), who, now=now)
