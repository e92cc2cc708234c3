"""A program's last day and its dates that no weekly time places: they end with it, and come back with it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, or_, select

from services.programs.actions.concerning import concern
from services.programs.actions.touching import call_off, put_back
from services.programs.actions.undoing import remember, snapshots
from services.programs.models import Program, Session
from services.programs.rules import CancelReason, ChangeKind, SessionStatus
from shared.auth import Who
from shared.clock import local_date
from shared.db import Session as Tx


async def follow_last_day(tx: Tx, program: Program, who: Who, *, now: datetime) -> None:
    """Call off what lies behind the last day, bring back what only an earlier last day had taken.

    The weekly times follow by `realign_program`. Nobody gives `CHANGED` as a reason by hand, so a date beside the rule
    that has it was taken by an ending. Whoever registered hears of it.
    """
    found = await _beside_the_rule(tx, program, now)
    ended = [row for row in found if row.status is SessionStatus.PLANNED and _is_behind(program, row)]
    again = [row for row in found if row.reason is CancelReason.CHANGED and not _is_behind(program, row)]
    before = snapshots([*ended, *again])
    for session in ended:
        call_off(tx, session, program, CancelReason.CHANGED, now)
    for session in again:
        put_back(tx, session, program, now)
    by_rule = who.model_copy(update={"account_id": f"rule-{who.account_id}"})  # the last day stands: not to be undone
    if change := remember(tx, ChangeKind.CHANGED, by_rule, program, before, [*ended, *again], now=now):
        await tx.flush()
        await concern(tx, change, [*ended, *again], now=now)


async def _beside_the_rule(tx: Tx, program: Program, now: datetime) -> Sequence[Session]:
    query = (
        select(Session)
        .where(Session.program_id == program.id, col(Session.held_on) >= local_date(now))
        .where(or_(col(Session.series_id).is_(None), col(Session.is_changed)))
        .order_by(col(Session.held_on))
        .with_for_update()
    )
    return (await tx.exec(query)).all()


def _is_behind(program: Program, session: Session) -> bool:
    return program.ended_on is not None and session.held_on > program.ended_on
