"""Deciding a line: the decision is recorded once, and what it leads to happens in the same transaction."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import col, select

from services.meetings.actions import agenda, plans, reading, sittings
from services.meetings.errors import (
    AlreadyDecided,
    ConsentNeeded,
    Missing,
    NoSuchItem,
    NotOpenYet,
    UnknownAgency,
    WrongBody,
)
from services.meetings.models import Agency, AgendaItem, Body, CaseFacts, Decision, Meeting
from services.meetings.rules import decisions as rules
from services.meetings.rules.agenda import MINUTES, minutes_over
from services.meetings.rules.lanes import may_open
from services.meetings.rules.recurrence import at_local_time
from services.meetings.schemas import DecisionForm, DecisionView, MeetingView
from shared.auth import Who
from shared.clock import local_date
from shared.contracts.meetings import DecisionRecorded, ResourceGapNoted
from shared.contracts.words import DecisionCode, ItemKind
from shared.db import Session
from shared.outbox import emit
from shared.workdays import add_working_days

NETWORK_MINUTES = 90
USUAL_START = time(13, 30)  # after lunch, as the core meeting; a body with its own start time goes by that


@dataclass(frozen=True)
class _Line:
    """A line with what deciding it needs."""

    item: AgendaItem
    meeting: Meeting
    facts: CaseFacts


async def decide(
    tx: Session, item_id: str, form: DecisionForm, who: Who, *, now: datetime, lead_days: int
) -> DecisionView:
    """Record a decision. The same decision sent again answers what it answered; another one is refused."""
    item = await tx.get(AgendaItem, item_id)
    if item is None or item.meeting_id is None:
        raise NoSuchItem("There is no such line.")
    meeting = await reading.led_meeting(tx, who, item.meeting_id)
    known = (await tx.exec(select(Decision).where(Decision.item_id == item_id))).first()
    if known:
        return _again(known, form)
    facts = await tx.get(CaseFacts, item.case_ref)
    assert facts is not None
    line = _Line(item, meeting, facts)
    await _check(tx, line, form)
    decision = _record(tx, line, form, who, now)
    return await _follow(tx, line, decision, form, now=now, lead_days=lead_days)


def _again(known: Decision, form: DecisionForm) -> DecisionView:
    if known.code is not form.code:
        raise AlreadyDecided("The line has another decision already.")
    return DecisionView(decision_id=known.id, code=known.code, comes_back_on=known.review_on or known.until)


async def _check(tx: Session, line: _Line, form: DecisionForm) -> None:
    if line.meeting.status != "open":
        raise NotOpenYet("Begin the sitting first.")
    if line.item.status != "open":
        raise NoSuchItem("The line is no longer open.")
    if not may_open(line.item.legal_basis, line.facts.consent):
        raise ConsentNeeded("The line needs the person's consent.")
    if form.code not in rules.allowed(line.item.kind):
        raise WrongBody("This body does not take this decision.", field="code")
    if lacking := rules.missing(_wish(form)):
        raise Missing("This decision needs one more field.", field=lacking.field)
    today = local_date(line.meeting.starts_at)
    for name in ("until", "review_on"):
        if (day := getattr(form, name)) and day < today:
            raise Missing("Choose a date from today on.", field=name)
    await _check_agencies(tx, line.item.municipality, form)


async def _check_agencies(tx: Session, municipality: str, form: DecisionForm) -> None:
    named = {"owner": [form.owner] if form.owner else [], "agencies": form.agencies}
    named["tasks"] = [task.agency for task in form.tasks]
    wanted = {agency for agencies in named.values() for agency in agencies}
    query = select(Agency.id).where(Agency.municipality == municipality, col(Agency.id).in_(wanted))
    known = set((await tx.exec(query)).all()) if wanted else set()
    for field, agencies in named.items():
        if not known.issuperset(agencies):
            raise UnknownAgency("There is no such agency.", field=field)


def _wish(form: DecisionForm) -> rules.Wish:
    return rules.Wish(form.code, form.owner, form.until, form.review_on, len(form.tasks))


def _record(tx: Session, line: _Line, form: DecisionForm, who: Who, now: datetime) -> Decision:
    item = line.item
    item.status = "decided"
    decision = Decision(
        item_id=item.id,
        meeting_id=line.meeting.id,
        municipality=item.municipality,
        case_ref=item.case_ref,
        code=form.code,
        owner=form.owner,
        until=form.until,
        review_on=form.review_on,
        decided_by=who.account_id,
        decided_at=now,
    )
    tx.add_all([item, decision])
    return decision


async def _follow(
    tx: Session, line: _Line, decision: Decision, form: DecisionForm, *, now: datetime, lead_days: int
) -> DecisionView:
    view = DecisionView(decision_id=decision.id, code=decision.code)
    if form.code is DecisionCode.SEND_TO_NETWORK:
        meeting = await _send_to_network(tx, line, decision, form, now=now, lead_days=lead_days)
        view.network_meeting = MeetingView.of(meeting)
        decision.until = local_date(meeting.starts_at)
    if form.code is DecisionCode.PLAN_DECIDED:
        await plans.decide_plan(tx, decision, form, now=now)
    if form.code is DecisionCode.CLOSE:
        removed = await agenda.remove_lines(tx, line.item.case_ref, "case_closed", now=now)
        await agenda.call_anew(tx, removed, now=now)
    view.comes_back_on = await _come_back(tx, line, decision, form, now=now)
    _tell(tx, line, decision, now)
    if form.gap_theme:
        _tell_gap(tx, line, decision, form.gap_theme, now)
    return view


async def _come_back(tx: Session, line: _Line, decision: Decision, form: DecisionForm, *, now: datetime) -> date | None:
    kind = rules.returns_as(form.code)
    if kind is None:
        return None
    next_day = local_date(line.meeting.starts_at) + timedelta(days=1)
    body = await reading.body_where(tx, line.item.municipality, calls_case_agencies=False)
    day = rules.returns_on(_wish(form), next_day=next_day)
    decision.until = decision.until or day
    added = await agenda.add_line(
        tx, body, kind, line.facts, origin=decision.id, source_event=decision.id, now=now, not_before=day
    )
    await agenda.call_anew(tx, added, now=now)
    return day


async def _send_to_network(
    tx: Session, line: _Line, decision: Decision, form: DecisionForm, *, now: datetime, lead_days: int
) -> Meeting:
    """Give the case a slot in the next network sitting that has room, or place one."""
    network = await reading.body_where(tx, line.item.municipality, calls_case_agencies=True)
    meeting = await _sitting_with_room(tx, network, now=now)
    if meeting is None:
        day = add_working_days(local_date(now), lead_days)
        starts_at = at_local_time(day, network.start or USUAL_START)
        meeting = await sittings.schedule(tx, network, starts_at, NETWORK_MINUTES, now=now)
    agencies = list(dict.fromkeys([*line.facts.agencies, *form.agencies]))
    added = await agenda.add_line(
        tx,
        network,
        ItemKind.NETWORK_CASE,
        line.facts,
        origin=decision.id,
        source_event=decision.id,
        now=now,
        agencies=agencies,
        meeting=meeting,
    )
    await agenda.call_anew(tx, added, now=now)
    return meeting


async def _sitting_with_room(tx: Session, network: Body, *, now: datetime) -> Meeting | None:
    meeting = await reading.next_sitting(tx, network.municipality, network.id, now=now, not_before=None)
    if meeting is None:
        return None
    minutes = [item.minutes for item in await reading.lines_of(tx, meeting.id)]
    return None if minutes_over([*minutes, MINUTES[ItemKind.NETWORK_CASE]], meeting.minutes) else meeting


def _tell(tx: Session, line: _Line, decision: Decision, now: datetime) -> None:
    emit(
        tx,
        DecisionRecorded(
            municipality=decision.municipality,
            aggregate_id=decision.case_ref,
            occurred_at=now,
            decision_id=decision.id,
            item_id=decision.item_id,
            meeting_id=decision.meeting_id,
            body=line.item.body,
            code=decision.code,
            owner=decision.owner,
            until=decision.until,
            review_on=decision.review_on,
        ),
    )


def _tell_gap(tx: Session, line: _Line, decision: Decision, theme: str, now: datetime) -> None:
    """The town lacks something: told by theme and area, without the case."""
    gap = ResourceGapNoted(
        municipality=decision.municipality,
        aggregate_id=decision.id,
        occurred_at=now,
        gap_id=decision.id,
        theme=theme,
        area=line.facts.area,
    )
    emit(tx, gap)
