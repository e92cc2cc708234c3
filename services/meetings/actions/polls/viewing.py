"""A poll as who arranges the body sees it: dates × invitees, counts, the date that suits best, who is silent."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from services.meetings.actions import closures, reading
from services.meetings.actions.polls import finding
from services.meetings.models import Body, Meeting, Poll, PollAnswer, PollDate, PollInvitee
from services.meetings.rules.attendance import members
from services.meetings.rules.calling import Invitee
from services.meetings.rules.polls import Availability, PollStatus, answers_until, best_date, tally
from services.meetings.schemas import PollDateView, PollInviteeView, PollView
from shared.auth import Who
from shared.clock import local_date
from shared.contracts.words import InviteeKind
from shared.db import Session

Said = dict[datetime, dict[Invitee, Availability]]


async def show(tx: Session, poll_id: str, who: Who, *, now: datetime) -> PollView:
    """The whole poll, for who arranges the body only."""
    poll = await finding.arranged(tx, poll_id, who)
    body = await reading.find_body(tx, poll.municipality, poll.body)
    invitees = await finding.invitees_of(tx, poll.id)
    answers = await finding.answers_of(tx, invitees)
    closed = await closures.closures_of(tx, poll.municipality, local_date(poll.started_at))
    takes_answers = poll.status is PollStatus.OPEN and now < answers_until(poll.due_on)
    views = _invitees(invitees, answers, await _called(tx, poll))
    may_remind = takes_answers and poll.reminded_on != local_date(now)
    return PollView(
        id=poll.id, body=body.id, title=body.name, minutes=poll.minutes, due_on=poll.due_on, status=poll.status,
        meeting_id=poll.meeting_id, is_called_off=await _is_called_off(tx, poll), takes_answers=takes_answers,
        invitees=views, may_remind=may_remind and any(each.is_silent and each.told_at for each in views),
        dates=_dates(body, await finding.dates_of(tx, poll.id), invitees, answers, closed),
    )  # fmt: skip


def _dates(
    body: Body, dates: Sequence[PollDate], invitees: Sequence[PollInvitee], answers: Sequence[PollAnswer],
    closed: Mapping[date, str],
) -> list[PollDateView]:  # fmt: skip
    """The dates by time, with their counts, the best one marked."""
    moments = {each.id: each.starts_at for each in dates}
    people: dict[str, Invitee] = {row.id: (row.kind, row.invitee) for row in invitees}
    said: Said = {each.starts_at: {} for each in dates}
    for each in answers:
        said[moments[each.date_id]][people[each.invitee_id]] = each.answer
    required = [(InviteeKind.POST, post) for post in members(reading.rules_of(body))]
    best = best_date(said, required)
    return [
        _date(each, said[each.starts_at], closed.get(local_date(each.starts_at)), is_best=each.starts_at == best)
        for each in dates
    ]


def _date(row: PollDate, said: dict[Invitee, Availability], closure: str | None, *, is_best: bool) -> PollDateView:
    count = tally(said.values())
    return PollDateView(
        id=row.id, starts_at=row.starts_at, closure=closure, yes=count.yes, maybe=count.maybe, no=count.no,
        is_best=is_best,
    )  # fmt: skip


def _invitees(
    invitees: Sequence[PollInvitee], answers: Sequence[PollAnswer], called: set[Invitee]
) -> list[PollInviteeView]:
    """Who is asked, each with what they said."""
    return [
        PollInviteeView(
            id=row.id, kind=row.kind, invitee=row.invitee, is_revoked=row.is_revoked,
            is_silent=not row.is_revoked and row.answered_at is None, told_at=row.told_at,
            telling_failed=row.telling_failed, is_called=(row.kind, row.invitee) in called,
            answers={each.date_id: each.answer for each in answers if each.invitee_id == row.id},
        )
        for row in invitees
    ]  # fmt: skip


async def _is_called_off(tx: Session, poll: Poll) -> bool:
    meeting = await tx.get(Meeting, poll.meeting_id) if poll.meeting_id else None
    return meeting is not None and meeting.status == "cancelled"


async def _called(tx: Session, poll: Poll) -> set[Invitee]:
    """Whom the sitting that was set calls, by the body's own rules."""
    calls = await reading.invitations_of(tx, poll.meeting_id) if poll.meeting_id else []
    return {(call.kind, call.invitee) for call in calls if call.status in ("called", "held")}
