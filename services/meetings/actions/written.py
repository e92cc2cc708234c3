"""持ち回り: what can't wait is put to the members in writing; agreed, it is a decision as any other."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlmodel import col, select

from services.meetings.actions import deciding, need_to_know, reading, sitting_view
from services.meetings.actions.internal_lines import report
from services.meetings.errors import (
    AlreadyAsked,
    DeadlineTooLate,
    MeetingIsOver,
    NoSuchItem,
    NoSuchResolution,
    NotAMember,
    WrongBody,
)
from services.meetings.models import AgendaItem, Body, MemberVote, WrittenResolution
from services.meetings.rules.attendance import members
from services.meetings.rules.recurrence import at_local_time
from services.meetings.rules.written import Outcome, Vote, decided_in_writing, outcome
from services.meetings.schemas import DecisionForm, WrittenForm, WrittenView
from shared.auth import Who, may_see_municipality
from shared.clock import local_date
from shared.contracts.meetings import ResolutionAsked
from shared.db import Session
from shared.errors import DomainError
from shared.outbox import emit


async def start(tx: Session, item_id: str, form: WrittenForm, who: Who, *, now: datetime) -> WrittenResolution:
    """Who leads puts a decision on a case's line to the members; the same form sent twice starts it once."""
    if known := await tx.get(WrittenResolution, form.request_id):
        return known
    item = await tx.get(AgendaItem, item_id)
    if item is None or item.meeting_id is None or item.case_ref is None or item.status != "open":
        raise NoSuchItem("There is no such open line of a case.")
    meeting = await reading.led_meeting(tx, who, item.meeting_id)
    if meeting.status != "planned":
        raise MeetingIsOver("A sitting that has begun decides by itself.")
    if await _open_for(tx, item_id):
        raise AlreadyAsked("The members are being asked already.")
    if form.decision.code not in decided_in_writing(item.kind):
        raise WrongBody("This can't be decided in writing.", field="code")
    await deciding.check_in_writing(tx, item, meeting, form.decision)
    if not local_date(now) <= form.due_on < local_date(meeting.starts_at):
        raise DeadlineTooLate("Choose a day from today on, before the sitting.", field="due_on")
    row = WrittenResolution(
        id=form.request_id, municipality=item.municipality, item_id=item_id, meeting_id=meeting.id,
        decision=form.decision.model_dump(mode="json"), due_on=form.due_on, started_by=who.account_id, started_at=now,
    )  # fmt: skip
    tx.add(row)
    body = await _body(tx, row)
    for post in members(reading.rules_of(body)):
        emit(
            tx,
            ResolutionAsked(
                municipality=row.municipality, aggregate_id=row.id, occurred_at=now, resolution_id=row.id,
                meeting_id=meeting.id, body=body.id, post=post, title=meeting.title, due_on=row.due_on,
            ),
        )  # fmt: skip
    return row


async def vote(
    tx: Session, resolution_id: str, said: Vote, who: Who, *, now: datetime, lead_days: int
) -> WrittenResolution:
    """A member answers for each of their own seats; the newest answer counts until it is settled."""
    row = await _find(tx, who, resolution_id)
    await tx.exec(select(WrittenResolution.id).where(WrittenResolution.id == row.id).with_for_update())
    body = await _body(tx, row)
    seats = who.posts & set(members(reading.rules_of(body)))
    if not seats:
        raise NotAMember("Only the members of the body answer.")
    if row.outcome is not Outcome.WAITING:
        return row
    for post in seats:
        known = await tx.get(MemberVote, (row.id, post))
        mine = known or MemberVote(resolution_id=row.id, post=post, vote=said, voted_by="", voted_at=now)
        mine.vote, mine.voted_by, mine.voted_at = said, who.account_id, now
        tx.add(mine)
    await tx.flush()
    await _settle(tx, row, body, now=now, lead_days=lead_days)
    return row


async def settle_due(tx: Session, *, now: datetime, lead_days: int) -> None:
    """Settle the resolutions whose last day has passed."""
    query = select(WrittenResolution).where(
        WrittenResolution.outcome == Outcome.WAITING, col(WrittenResolution.due_on) < local_date(now)
    )
    for row in (await tx.exec(query.with_for_update(skip_locked=True))).all():
        await _settle(tx, row, await _body(tx, row), now=now, lead_days=lead_days)


async def show(tx: Session, resolution_id: str, who: Who) -> WrittenView:
    """The resolution with its line and votes, for who sees the whole sitting."""
    row = await _find(tx, who, resolution_id)
    await need_to_know.whole(tx, who, row.meeting_id)
    sitting = await sitting_view.sitting(tx, who, row.meeting_id)
    return WrittenView(
        id=row.id, meeting_id=row.meeting_id,
        item=next((each for each in sitting.items if each.id == row.item_id), None),
        decision=DecisionForm.model_validate(row.decision), due_on=row.due_on, outcome=row.outcome,
        votes=await _votes(tx, row, await _body(tx, row)),
    )  # fmt: skip


async def waiting_for(tx: Session, who: Who) -> Sequence[WrittenResolution]:
    """Resolutions that wait for an answer of `who`."""
    query = select(WrittenResolution).where(
        WrittenResolution.municipality == who.municipality, WrittenResolution.outcome == Outcome.WAITING
    )
    found = []
    for row in (await tx.exec(query.order_by(col(WrittenResolution.due_on)))).all():
        votes = await _votes(tx, row, await _body(tx, row))
        if any(votes[post] is None for post in who.posts & votes.keys()):
            found.append(row)
    return found


async def of_item(tx: Session, item_id: str) -> WrittenResolution | None:
    """The newest resolution on a line."""
    query = select(WrittenResolution).where(WrittenResolution.item_id == item_id)
    return (await tx.exec(query.order_by(col(WrittenResolution.started_at).desc()))).first()


async def _settle(tx: Session, row: WrittenResolution, body: Body, *, now: datetime, lead_days: int) -> None:
    """Bring the resolution to what its votes come to; agreed, record the decision and report it next time."""
    is_over = now >= at_local_time(row.due_on + timedelta(days=1), time.min)
    found = outcome(await _votes(tx, row, body), body.quorum, is_over=is_over)
    item = await tx.get(AgendaItem, row.item_id)
    assert item is not None
    if item.status != "open" and found is not Outcome.WAITING:
        found = Outcome.OVERTAKEN
    if found is Outcome.AGREED:
        found = await _decide(tx, row, item, now=now, lead_days=lead_days)
    if found is not Outcome.WAITING:
        row.outcome, row.settled_at = found, now
        tx.add(row)


async def _decide(tx: Session, row: WrittenResolution, item: AgendaItem, *, now: datetime, lead_days: int) -> Outcome:
    """Record it; what has become impossible meanwhile (consent withdrawn) is left to the sitting."""
    assert item.meeting_id is not None
    meeting, form = await reading.find_meeting(tx, item.meeting_id), DecisionForm.model_validate(row.decision)
    try:
        await deciding.check_in_writing(tx, item, meeting, form)
    except DomainError:
        return Outcome.TO_MEET
    await deciding.record_in_writing(tx, item, meeting, form, row.started_by, now=now, lead_days=lead_days)
    await report(tx, item, origin=f"written-{row.id}", now=now)
    return Outcome.AGREED


async def _votes(tx: Session, row: WrittenResolution, body: Body) -> dict[str, Vote | None]:
    found = (await tx.exec(select(MemberVote).where(MemberVote.resolution_id == row.id))).all()
    said = {each.post: each.vote for each in found}
    return {post: said.get(post) for post in members(reading.rules_of(body))}


async def _body(tx: Session, row: WrittenResolution) -> Body:
    item = await tx.get(AgendaItem, row.item_id)
    assert item is not None
    return await reading.find_body(tx, item.municipality, item.body)


async def _open_for(tx: Session, item_id: str) -> bool:
    query = select(WrittenResolution.id).where(
        WrittenResolution.item_id == item_id, WrittenResolution.outcome == Outcome.WAITING
    )
    return (await tx.exec(query)).first() is not None


async def _find(tx: Session, who: Who, resolution_id: str) -> WrittenResolution:
    row = await tx.get(WrittenResolution, resolution_id)
    if row is None or not may_see_municipality(who, row.municipality):
        raise NoSuchResolution("There is no such written resolution.")
    return row
