"""Only who was asked and has said nothing is reminded: once before the deadline, by hand at most once a day."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from services.meetings.actions import closures, reading
from services.meetings.actions.polls import finding
from services.meetings.actions.polls.facts import tell_reminded
from services.meetings.errors import AlreadyReminded
from services.meetings.models import Poll
from services.meetings.rules.polls import PollStatus, reminder_at
from shared.auth import Who
from shared.clock import local_date
from shared.db import Session

NEAR = timedelta(days=21)  # no row of holidays is as long


async def remind_now(tx: Session, poll_id: str, who: Who, *, now: datetime) -> int:
    """Remind the silent; returns how many there were. With nobody silent nothing happens."""
    poll = await finding.still_asking(tx, poll_id, who, now=now)
    if poll.reminded_on == local_date(now):
        raise AlreadyReminded("The silent were reminded today.")
    return await _remind(tx, poll, now)


async def remind_due(tx: Session, *, now: datetime) -> None:
    """The morning before a deadline has come: the silent are told, unless somebody reminded them today."""
    today = local_date(now)
    query = select(Poll).where(
        Poll.status == PollStatus.OPEN, col(Poll.is_warned).is_(False), col(Poll.due_on) >= today,
        col(Poll.due_on) <= today + NEAR,
    )  # fmt: skip
    for poll in (await tx.exec(query.order_by(col(Poll.id)).with_for_update(skip_locked=True))).all():
        closed = await closures.closures_of(tx, poll.municipality, today)
        moment = reminder_at(poll.due_on, started_on=local_date(poll.started_at), closed=closed)
        if moment is None or now < moment:
            continue
        poll.is_warned = True
        tx.add(poll)
        if poll.reminded_on != today:
            await _remind(tx, poll, now)


async def _remind(tx: Session, poll: Poll, now: datetime) -> int:
    body = await reading.find_body(tx, poll.municipality, poll.body)
    silent = [row for row in await finding.silent_of(tx, poll.id) if row.told_at]  # else the question is on its way
    for row in silent:
        row.version += 1
        tx.add(row)
        tell_reminded(tx, poll, body, row, now)
    if silent:
        poll.reminded_on = local_date(now)
        tx.add(poll)
    return len(silent)
