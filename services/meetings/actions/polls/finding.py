"""Finding polls, their dates, who is asked and what they said. A query used twice is a named function here."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from services.meetings.actions import reading
from services.meetings.errors import NoSuchAsking, NoSuchPoll, PollIsOver
from services.meetings.models import Poll, PollAnswer, PollDate, PollInvitee
from services.meetings.rules.polls import PollStatus, answers_until
from shared.auth import Who, may_see_municipality
from shared.db import Session


async def arranged(tx: Session, poll_id: str, who: Who, *, to_change: bool = False) -> Poll:
    """A poll of a body that `who` arranges; `to_change` lets others wait until this transaction is over."""
    poll = await tx.get(Poll, poll_id, with_for_update=to_change or None)
    if poll is None or not may_see_municipality(who, poll.municipality):
        raise NoSuchPoll("There is no such poll.")
    reading.must_arrange(who, await reading.find_body(tx, poll.municipality, poll.body))
    return poll


async def still_asking(tx: Session, poll_id: str, who: Who, *, now: datetime) -> Poll:
    """The same, while people may still answer."""
    poll = await arranged(tx, poll_id, who, to_change=True)
    if poll.status is not PollStatus.OPEN or now >= answers_until(poll.due_on):
        raise PollIsOver("The poll is over, or its deadline has passed.")
    return poll


async def of_invitee(tx: Session, row: PollInvitee, *, to_change: bool = False) -> Poll:
    """The poll somebody is asked about."""
    poll = await tx.get(Poll, row.poll_id, with_for_update=to_change or None)
    if poll is None:
        raise NoSuchPoll("There is no such poll.")
    return poll


async def invitee_of(tx: Session, poll: Poll, invitee_id: str) -> PollInvitee:
    """Somebody this poll asks."""
    row = await tx.get(PollInvitee, invitee_id)
    if row is None or row.poll_id != poll.id:
        raise NoSuchAsking("This poll asks nobody by that id.")
    return row


async def dates_of(tx: Session, poll_id: str) -> Sequence[PollDate]:
    """By time."""
    query = select(PollDate).where(PollDate.poll_id == poll_id).order_by(col(PollDate.starts_at))
    return (await tx.exec(query)).all()


async def invitees_of(tx: Session, poll_id: str) -> Sequence[PollInvitee]:
    """Posts first, then agencies."""
    query = select(PollInvitee).where(PollInvitee.poll_id == poll_id)
    return (await tx.exec(query.order_by(col(PollInvitee.kind).desc(), col(PollInvitee.invitee)))).all()


async def silent_of(tx: Session, poll_id: str) -> list[PollInvitee]:
    """Who is asked and has said nothing yet."""
    return [row for row in await invitees_of(tx, poll_id) if not row.is_revoked and row.answered_at is None]


async def answers_of(tx: Session, invitees: Sequence[PollInvitee]) -> Sequence[PollAnswer]:
    """All they said."""
    query = select(PollAnswer).where(col(PollAnswer.invitee_id).in_([row.id for row in invitees]))
    return (await tx.exec(query)).all() if invitees else []


async def open_polls_of(tx: Session, municipality: str, body_id: str) -> Sequence[Poll]:
    """The polls of a body that are not settled yet, the nearest deadline first."""
    query = select(Poll).where(
        Poll.municipality == municipality, Poll.body == body_id, Poll.status == PollStatus.OPEN
    )  # fmt: skip
    return (await tx.exec(query.order_by(col(Poll.due_on)))).all()
