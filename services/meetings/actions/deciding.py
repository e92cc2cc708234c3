"""Deciding a line: the decision is recorded once, and what it leads to happens in the same transaction."""

from datetime import datetime

from sqlmodel import col, select

from services.meetings.actions import action_items, agenda, internal_lines, plans, reading, themes
from services.meetings.actions.leading_on import CaseLine, come_back, send_to_network, wish_of
from services.meetings.actions.recording import line_must_be_open, must_be_open, record
from services.meetings.errors import (
    AlreadyDecided,
    ConsentNeeded,
    Missing,
    NoSuchItem,
    UnknownAgency,
    WrongBody,
    WrongLane,
)
from services.meetings.models import Agency, AgendaItem, CaseFacts, Decision, Meeting
from services.meetings.rules import decisions as rules
from services.meetings.rules.lanes import may_open, stands_in
from services.meetings.schemas import DecisionForm, DecisionView, MeetingView
from shared.auth import Who
from shared.clock import local_date
from shared.contracts.meetings import DecisionRecorded
from shared.contracts.words import Consent, DecisionCode, ItemKind
from shared.db import Session
from shared.outbox import emit


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
    must_be_open(item, meeting)
    if item.kind is ItemKind.WRITTEN_REPORT:
        return await internal_lines.note(tx, item, meeting, form, who, now=now)
    if item.kind is ItemKind.ACTION_ITEM:
        return await action_items.decide(tx, item, meeting, form, who, now=now)
    facts = await tx.get(CaseFacts, item.case_ref) if item.case_ref else None
    await _check(tx, item, meeting, facts, form)
    decision = record(tx, item, meeting, form, who.account_id, now)
    if facts is None:
        return await themes.follow(tx, item, meeting, decision, now=now)
    return await _follow(tx, CaseLine(item, meeting, facts), decision, form, now=now, lead_days=lead_days)


async def check_in_writing(tx: Session, item: AgendaItem, meeting: Meeting, form: DecisionForm) -> None:
    """Whether a case's line could be decided so without a sitting (持ち回り); raises what is in the way."""
    line_must_be_open(item)
    await _check(tx, item, meeting, await _facts(tx, item), form)


async def record_in_writing(
    tx: Session, item: AgendaItem, meeting: Meeting, form: DecisionForm, by: str, *, now: datetime, lead_days: int
) -> None:
    """The members agreed in writing: a decision as any other, on the sitting whose agenda the line stood on."""
    facts = await _facts(tx, item)
    decision = record(tx, item, meeting, form, by, now)
    await tx.flush()
    await _follow(tx, CaseLine(item, meeting, facts), decision, form, now=now, lead_days=lead_days)


async def _facts(tx: Session, item: AgendaItem) -> CaseFacts:
    facts = await tx.get(CaseFacts, item.case_ref) if item.case_ref else None
    if facts is None:
        raise NoSuchItem("The line is not a case's.")
    return facts


def _again(known: Decision, form: DecisionForm) -> DecisionView:
    if known.code is not form.code:
        raise AlreadyDecided("The line has another decision already.")
    return DecisionView(decision_id=known.id, code=known.code, comes_back_on=known.review_on or known.until)


async def _check(tx: Session, item: AgendaItem, meeting: Meeting, facts: CaseFacts | None, form: DecisionForm) -> None:
    body = await reading.find_body(tx, item.municipality, item.body)
    if not stands_in(item.legal_basis, body.lanes):
        raise WrongLane("This body may not speak of a line in this lane.")
    if not may_open(item.legal_basis, facts.consent if facts else Consent.NONE):
        raise ConsentNeeded("The line needs the person's consent.")
    if form.code not in rules.allowed(item.kind):
        raise WrongBody("This body does not take this decision.", field="code")
    if lacking := rules.missing(wish_of(form)):
        raise Missing("This decision needs one more field.", field=lacking.field)
    today = local_date(meeting.starts_at)
    for name in ("until", "review_on"):
        if (day := getattr(form, name)) and day < today:
            raise Missing("Choose a date from today on.", field=name)
    await _check_agencies(tx, item.municipality, form)


async def _check_agencies(tx: Session, municipality: str, form: DecisionForm) -> None:
    named = {"owner": [form.owner] if form.owner else [], "agencies": form.agencies}
    named["tasks"] = [task.agency for task in form.tasks]
    wanted = {agency for agencies in named.values() for agency in agencies}
    query = select(Agency.id).where(Agency.municipality == municipality, col(Agency.id).in_(wanted))
    known = set((await tx.exec(query)).all()) if wanted else set()
    for field, agencies in named.items():
        if not known.issuperset(agencies):
            raise UnknownAgency("There is no such agency.", field=field)


async def _follow(
    tx: Session, line: CaseLine, decision: Decision, form: DecisionForm, *, now: datetime, lead_days: int
) -> DecisionView:
    view = DecisionView(decision_id=decision.id, code=decision.code)
    if form.code is DecisionCode.SEND_TO_NETWORK:
        meeting = await send_to_network(tx, line, decision, form, now=now, lead_days=lead_days)
        view.network_meeting = MeetingView.of(meeting)
        decision.until = local_date(meeting.starts_at)
    if form.code is DecisionCode.PLAN_DECIDED:
        await plans.decide_plan(tx, line.facts.case_ref, decision, form, now=now)
    if form.code is DecisionCode.CLOSE:
        removed = await agenda.remove_lines(tx, line.facts.case_ref, "case_closed", now=now)
        await agenda.call_anew(tx, removed, now=now)
    view.comes_back_on = await come_back(tx, line, decision, form, now=now)
    _tell(tx, line, decision, now)
    if form.gap_theme:
        await themes.note_gap(tx, decision, form.gap_theme, line.facts.area, now=now)
    return view


def _tell(tx: Session, line: CaseLine, decision: Decision, now: datetime) -> None:
    emit(
        tx,
        DecisionRecorded(
            municipality=decision.municipality,
            aggregate_id=line.facts.case_ref,
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
