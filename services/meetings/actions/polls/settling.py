"""A poll ends: with a sitting on one of its dates, or without a result. Either happens once."""

from datetime import datetime

from services.meetings.actions import reading, sittings
from services.meetings.actions.polls import finding
from services.meetings.actions.polls.facts import tell_closed
from services.meetings.errors import InThePast, PollIsOver, UnknownDate
from services.meetings.models import Meeting, Poll, PollDate
from services.meetings.rules.polls import PollStatus
from services.meetings.schemas import ConveneForm
from shared.auth import Who
from shared.db import Session


async def hold(tx: Session, poll_id: str, date_id: str, who: Who, *, now: datetime) -> Meeting:
    """The body sits on this date: its people are called as to any sitting. Asked again, it is the same sitting."""
    poll = await finding.arranged(tx, poll_id, who, to_change=True)
    if poll.meeting_id:
        return await reading.find_meeting(tx, poll.meeting_id)
    if poll.status is not PollStatus.OPEN:
        raise PollIsOver("The poll was ended without a result.")
    chosen = await tx.get(PollDate, date_id)
    if chosen is None or chosen.poll_id != poll.id:
        raise UnknownDate("There is no such date in this poll.", field="date_id")
    if chosen.starts_at <= now:
        raise InThePast("This date is past.", field="date_id")
    form = ConveneForm(  # those asked have said themselves when they can
        body=poll.body, starts_at=chosen.starts_at, minutes=poll.minutes, despite_overlap=True
    )
    meeting = await sittings.convene(tx, form, who, now=now)
    await tx.flush()
    _settle(tx, poll, PollStatus.HELD, meeting.id, now)
    return meeting


async def close(tx: Session, poll_id: str, who: Who, *, now: datetime) -> None:
    """No date is chosen, nobody is asked any more."""
    poll = await finding.arranged(tx, poll_id, who, to_change=True)
    if poll.status is PollStatus.HELD:
        raise PollIsOver("A sitting was set already.")
    if poll.status is PollStatus.OPEN:
        _settle(tx, poll, PollStatus.CLOSED, None, now)


def _settle(tx: Session, poll: Poll, status: PollStatus, meeting_id: str | None, now: datetime) -> None:
    poll.status, poll.meeting_id, poll.settled_at = status, meeting_id, now
    tx.add(poll)
    tell_closed(tx, poll, now)
