"""A program's last day and its dates that no weekly time places: they end with it, and come back with it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, or_, select

from services.programs.actions.following import Following
from services.programs.actions.touching import call_off, put_back
from services.programs.models import Program, Session
from services.programs.rules import CancelReason, SessionStatus
from shared.clock import local_date
from shared.db import Session as Tx


async def follow_last_day(tx: Tx, program: Program, following: Following, *, now: datetime) -> None:
    """Call off what lies behind the last day, bring back what only an earlier last day had taken.

    The weekly times follow by `realign_program`. Nobody gives `CHANGED` as a reason by hand, so a date beside the rule
    that has it was taken by an ending. `following` tells whoever registered.
    """
    found = await _beside_the_rule(tx, program, now)
    ended = [row for row in found if row.status is SessionStatus.PLANNED and _is_behind(program, row)]
    again = [row for row in found if row.reason is CancelReason.CHANGED and not _is_behind(program, row)]
    following.note([*ended, *again])
    for session in ended:
        call_off(tx, session, program, CancelReason.CHANGED, now)
    for session in again:
        put_back(tx, session, program, now)


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
