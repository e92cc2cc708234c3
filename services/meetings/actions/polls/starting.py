"""A poll begins: dates, who is asked, until when. All of it is right, or nothing is written."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import select

from services.meetings.actions import reading
from services.meetings.actions.polls.facts import tell_asked
from services.meetings.errors import (
    DateTooFar,
    DateTwice,
    DeadlineAfterDates,
    InThePast,
    NoSuchPoll,
    UnknownAgency,
    UnknownPost,
)
from services.meetings.models import Agency, Body, Poll, PollDate, PollInvitee, Post
from services.meetings.rules.polls import DateFault, deadline_suits, fault_in
from services.meetings.rules.recurrence import MONTHS_AHEAD, add_months
from services.meetings.schemas import PollForm
from shared.auth import Who
from shared.clock import local_date
from shared.contracts.words import InviteeKind
from shared.db import Session
from shared.errors import Invalid

FAULTS: dict[DateFault, tuple[type[Invalid], str]] = {
    DateFault.PAST: (InThePast, "This date is past."),
    DateFault.TOO_FAR: (DateTooFar, "This date is too far ahead."),
    DateFault.TWICE: (DateTwice, "This date stands here twice."),
}


async def start(tx: Session, body_id: str, form: PollForm, who: Who, *, now: datetime) -> Poll:
    """Ask when one more sitting of a body could be; the same form sent twice asks once."""
    body = await reading.arranged_body(tx, who, body_id, to_change=True)  # a second click waits for the first one
    if known := await tx.get(Poll, form.request_id):
        if (known.municipality, known.body) != (body.municipality, body.id):
            raise NoSuchPoll("There is no such poll.")
        return known
    _check_dates(form, now)
    await _check_invitees(tx, body, form)
    poll = Poll(
        id=form.request_id, municipality=body.municipality, body=body.id, minutes=form.minutes, due_on=form.due_on,
        started_by=who.account_id, started_at=now,
    )  # fmt: skip
    tx.add(poll)
    dates = [PollDate(poll_id=poll.id, starts_at=each) for each in sorted(form.dates)]
    tx.add_all(dates)
    for row in _invitees(poll, form):
        tx.add(row)
        tell_asked(tx, poll, body, row, dates, now)
    return poll


def _check_dates(form: PollForm, now: datetime) -> None:
    today = local_date(now)
    if found := fault_in(form.dates, now=now, last=add_months(today, MONTHS_AHEAD)):
        place, fault = found
        error, message = FAULTS[fault]
        raise error(message, field=f"dates.{place}")
    if not deadline_suits(form.due_on, today=today, first_day=local_date(min(form.dates))):
        raise DeadlineAfterDates("Choose a day from today on, before the first date.", field="due_on")


async def _check_invitees(tx: Session, body: Body, form: PollForm) -> None:
    agencies = await tx.exec(select(Agency.id).where(Agency.municipality == body.municipality))
    if not set(agencies.all()).issuperset(form.agencies):
        raise UnknownAgency("There is no such agency.", field="agencies")
    posts = await tx.exec(select(Post.id).where(Post.municipality == body.municipality))
    if not set(posts.all()).issuperset(form.posts):
        raise UnknownPost("There is no such post.", field="posts")


def _invitees(poll: Poll, form: PollForm) -> Iterator[PollInvitee]:
    """Each once, posts first."""
    for kind, names in ((InviteeKind.POST, form.posts), (InviteeKind.AGENCY, form.agencies)):
        for name in dict.fromkeys(names):
            yield PollInvitee(municipality=poll.municipality, poll_id=poll.id, kind=kind, invitee=name)
