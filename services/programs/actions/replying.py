"""A reply to the morning's mail calls the session off, as the button behind its link does (decision 0039)."""

from datetime import datetime

from services.programs.actions.cancelling import cancel_session
from services.programs.actions.organisers import who_of
from services.programs.actions.reading import find_program
from services.programs.models import Organiser, Program, Session
from services.programs.rules import CancelReason, SessionStatus
from services.programs.rules.replying import settle_reply
from services.programs.schemas import CancelForm
from shared.clock import local_date
from shared.contracts.notify import StopReplied
from shared.contracts.programs import StopReplySettled
from shared.contracts.words import StopOutcome
from shared.db import Session as Tx
from shared.outbox import emit


async def heed_reply(tx: Tx, event: StopReplied, *, now: datetime) -> None:
    """Call the session off, if it may be, and tell what became of it.

    It is done in the name of the mail's link, so that the same link takes it back for ten minutes.
    """
    session = await tx.get(Session, event.session_id, with_for_update=True)
    organiser = await tx.get(Organiser, event.organiser_id)
    if session is None or session.municipality != event.municipality:
        return
    program = await find_program(tx, session.program_id)
    outcome = settle_reply(
        held_on=session.held_on, ends_at=session.ends_at, is_off=session.status is SessionStatus.CANCELLED,
        is_run_by_writer=organiser is not None and program.organiser_id == event.organiser_id,
        today=local_date(now), now=now,
    )  # fmt: skip
    if outcome is StopOutcome.STOPPED and organiser:
        who = who_of(organiser, event.token_sha256)
        await cancel_session(tx, session.id, CancelForm(reason=CancelReason.OTHER), who, now=now)
    emit(tx, _settled(event, session, program, outcome, now))


def _settled(
    event: StopReplied, session: Session, program: Program, outcome: StopOutcome, now: datetime
) -> StopReplySettled:
    return StopReplySettled(
        municipality=session.municipality, aggregate_id=event.aggregate_id, occurred_at=now, session_id=session.id,
        outcome=outcome, name=program.name, held_on=session.held_on, starts_at=session.starts_at,
        ends_at=session.ends_at,
    )  # fmt: skip
