"""○△×: an invitee answers, by their account or by the link in their mail; the newest answer to each date counts."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from services.meetings.actions import busy_times, closures, reading
from services.meetings.actions.polls import finding
from services.meetings.actions.polls.facts import tell_settled
from services.meetings.errors import AskingIsOver, NoSuchAsking, NotYourAsking, UnknownDate
from services.meetings.models import Meeting, Poll, PollAnswer, PollInvitee, PollLink
from services.meetings.rules.polls import Availability, Ending, PollStatus, ending_of
from services.meetings.schemas import AnswersForm, AskedDateView, AskingView, OverView
from shared.auth import Who, may_see_municipality
from shared.clock import local_date
from shared.contracts.meetings import PollAnswered
from shared.db import Session
from shared.tokens import fingerprint


async def asked(tx: Session, invitee_id: str, who: Who, *, now: datetime) -> AskingView | OverView:
    """What one of `who`'s own posts or agencies is asked, with what `who`'s own calendar says to each date."""
    shown = await _shown(tx, await _own(tx, invitee_id, who), now=now)
    if isinstance(shown, AskingView):
        for each in shown.dates:
            ends_at = each.starts_at + timedelta(minutes=shown.minutes)
            each.is_busy = bool(
                await busy_times.busy_at(tx, who.municipality, [who.account_id], each.starts_at, ends_at)
            )
    return shown


async def asked_by_link(tx: Session, secret: str, *, now: datetime) -> AskingView | OverView:
    """What the link in a mail shows; NoSuchAsking for a secret nobody sent."""
    link, row = await _behind(tx, secret)
    return await _shown(tx, row, now=now, is_void=link.asking != row.asking)


async def answer(tx: Session, invitee_id: str, form: AnswersForm, who: Who, *, now: datetime) -> None:
    """Answer for one of `who`'s own posts or agencies."""
    row = await _own(tx, invitee_id, who)
    await _write(tx, row, form, who.account_id, now=now, asking=None)


async def answer_by_link(tx: Session, secret: str, form: AnswersForm, *, now: datetime) -> None:
    """Answer by the link in a mail, without signing in."""
    link, row = await _behind(tx, secret)
    await _write(tx, row, form, None, now=now, asking=link.asking)


async def waiting_for(tx: Session, who: Who, *, now: datetime) -> list[AskingView]:
    """What `who`'s posts and agencies are asked just now, answered or not, the nearest deadline first."""
    query = select(PollInvitee).join(Poll, col(Poll.id) == PollInvitee.poll_id).where(
        Poll.municipality == who.municipality, Poll.status == PollStatus.OPEN, col(Poll.due_on) >= local_date(now),
        col(PollInvitee.invitee).in_(who.posts | who.agencies), col(PollInvitee.is_revoked).is_(False),
    )  # fmt: skip
    rows = [row for row in (await tx.exec(query)).all() if reading.is_invitee(who, row)]
    views = [await _asking(tx, row, await finding.of_invitee(tx, row)) for row in rows]
    return sorted(views, key=lambda view: (view.due_on, view.id))


async def _own(tx: Session, invitee_id: str, who: Who) -> PollInvitee:
    row = await tx.get(PollInvitee, invitee_id)
    if row is None or not may_see_municipality(who, row.municipality):
        raise NoSuchAsking("There is no such asking.")
    if not reading.is_invitee(who, row):
        raise NotYourAsking("Only who is asked may answer.")
    return row


async def _behind(tx: Session, secret: str) -> tuple[PollLink, PollInvitee]:
    link = await tx.get(PollLink, fingerprint(secret))
    row = await tx.get(PollInvitee, link.invitee_id) if link else None
    if link is None or row is None:
        raise NoSuchAsking("There is no such asking.")
    return link, row


async def _shown(tx: Session, row: PollInvitee, *, now: datetime, is_void: bool = False) -> AskingView | OverView:
    poll = await finding.of_invitee(tx, row)
    ending = ending_of(poll.status, poll.due_on, is_void=is_void or row.is_revoked, now=now)
    return await _over(tx, poll, ending) if ending else await _asking(tx, row, poll)


async def _asking(tx: Session, row: PollInvitee, poll: Poll) -> AskingView:
    said = {each.date_id: each.answer for each in await finding.answers_of(tx, [row])}
    body = await reading.find_body(tx, poll.municipality, poll.body)
    closed = await closures.closures_of(tx, poll.municipality, local_date(poll.started_at))
    return AskingView(
        id=row.id, title=body.name, minutes=poll.minutes, due_on=poll.due_on, is_answered=row.answered_at is not None,
        dates=[
            AskedDateView(
                id=each.id, starts_at=each.starts_at, closure=closed.get(local_date(each.starts_at)),
                answer=said.get(each.id),
            )
            for each in await finding.dates_of(tx, poll.id)
        ],
    )  # fmt: skip


async def _over(tx: Session, poll: Poll, ending: Ending) -> OverView:
    if ending is Ending.VOID:
        return OverView(ending=ending)
    body = await reading.find_body(tx, poll.municipality, poll.body)
    names = await reading.names_of(tx, poll.municipality)
    meeting = await tx.get(Meeting, poll.meeting_id) if poll.meeting_id else None
    starts_at = meeting.starts_at if meeting and meeting.status != "cancelled" else None
    return OverView(
        ending=ending, title=body.name, due_on=poll.due_on, starts_at=starts_at,
        contact=names.posts.get(body.leader or body.deputy or ""),
    )  # fmt: skip


async def _write(
    tx: Session, row: PollInvitee, form: AnswersForm, by: str | None, *, now: datetime, asking: int | None
) -> None:
    """Write the answers down; saying the same again changes nothing and tells nobody. `asking`: that of the link."""
    poll = await finding.of_invitee(tx, row, to_change=True)  # answers, revoking and closing wait their turn
    await tx.refresh(row)
    is_void = row.is_revoked or (asking is not None and asking != row.asking)
    if ending_of(poll.status, poll.due_on, is_void=is_void, now=now):
        raise AskingIsOver("This poll takes no answer any more.")
    if not {each.id for each in await finding.dates_of(tx, poll.id)}.issuperset(said.date_id for said in form.answers):
        raise UnknownDate("There is no such date in this poll.", field="answers")
    if await _note(tx, row, {said.date_id: said.answer for said in form.answers}):
        row.answered_at, row.answered_by = now, by
        row.version += 1
        tx.add(row)
        tell_settled(tx, PollAnswered, row, now)


async def _note(tx: Session, row: PollInvitee, said: dict[str, Availability]) -> bool:
    """Whether anything said is new."""
    known = {each.date_id: each for each in await finding.answers_of(tx, [row])}
    new = {date_id: answer for date_id, answer in said.items() if _said(known.get(date_id)) is not answer}
    tx.add_all(_answer(known.get(date_id), row, date_id, answer) for date_id, answer in new.items())
    return bool(new)


def _said(known: PollAnswer | None) -> Availability | None:
    return known.answer if known else None


def _answer(known: PollAnswer | None, row: PollInvitee, date_id: str, answer: Availability) -> PollAnswer:
    if known is None:
        return PollAnswer(invitee_id=row.id, date_id=date_id, answer=answer)
    known.answer = answer
    return known
