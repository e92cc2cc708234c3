"""An agenda put right by hand, by who leads the sitting: lines added, put in order, given time, left for next time."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from services.meetings.actions import agenda, reading, themes
from services.meetings.actions.announcing import tell_added
from services.meetings.actions.themes import Subject
from services.meetings.errors import AlreadyOnAgenda, LineStays, MeetingIsOver, NoSuchItem, UnknownCase, WrongLane
from services.meetings.models import AgendaItem, Body, CaseFacts, Decision, Meeting
from services.meetings.rules.agenda import moved
from services.meetings.rules.lanes import stands_in
from services.meetings.schemas import LineForm
from shared.auth import Who
from shared.clock import new_id
from shared.contracts.words import ItemKind, LegalBasis
from shared.db import Session


@dataclass(frozen=True)
class Held:
    """A line somebody takes hold of, on a sitting they lead."""

    item: AgendaItem
    meeting: Meeting


async def add(tx: Session, meeting_id: str, form: LineForm, who: Who, *, now: datetime) -> AgendaItem:
    """A line by hand. Sent again (`request_id`) it is the same line."""
    meeting = await _changeable(tx, who, meeting_id)
    body = await reading.find_body(tx, meeting.municipality, meeting.body)
    origin = f"hand-{form.request_id}"
    query = select(AgendaItem).where(AgendaItem.body == body.id, AgendaItem.origin == origin)
    if known := (await tx.exec(query)).first():
        return known
    if form.theme:
        item = await _add_theme(tx, meeting, body, form, origin, now)
    else:
        item = await _add_case(tx, meeting, body, form, origin, now)
    item.minutes = form.minutes or item.minutes
    tx.add(item)
    await agenda.call_anew(tx, [item], now=now)
    return item


async def move(tx: Session, item_id: str, steps: int, who: Who, *, now: datetime) -> None:
    """Another place in the order; slots of agencies follow."""
    held = await _held(tx, who, item_id)
    lines = await reading.lines_of(tx, held.meeting.id)
    order = moved([line.id for line in lines], held.item.id, steps)
    for line in lines:
        line.rank = order.index(line.id)
        tx.add(line)
    await agenda.call_at(tx, held.meeting, now=now)


async def give_minutes(tx: Session, item_id: str, minutes: int, who: Who, *, now: datetime) -> None:
    """Another length; slots of agencies follow."""
    held = await _held(tx, who, item_id)
    held.item.minutes = minutes
    tx.add(held.item)
    await agenda.call_at(tx, held.meeting, now=now)


async def leave_for_next(tx: Session, item_id: str, who: Who, *, now: datetime) -> None:
    """To the sitting after this one; a line waits when there is none yet."""
    held = await _held(tx, who, item_id)
    await agenda.place(tx, held.item, None, now=now, after=held.meeting.starts_at)
    tell_added(tx, held.item, now)
    await agenda.call_anew(tx, [held.item], now=now)
    await agenda.call_at(tx, held.meeting, now=now)


async def copy_to_next(tx: Session, item_id: str, who: Who, *, now: datetime) -> None:
    """On this agenda and on the next one, too; asked again it is still one copy."""
    held = await _held(tx, who, item_id)
    origin = f"copy-{held.item.id}"
    if await agenda.is_known(tx, held.item.body, origin):
        return
    kept = held.item.model_dump(exclude={"id", "rank", "times_carried", "meeting_id", "origin"})
    copy = AgendaItem(id=new_id(), origin=origin, **kept)
    await agenda.place(tx, copy, None, now=now, after=held.meeting.starts_at)
    tell_added(tx, copy, now)
    await agenda.call_anew(tx, [copy], now=now)


async def take_off(tx: Session, item_id: str, who: Who, *, now: datetime) -> None:
    """A theme's line is let go. A case's line is not: it leaves by a decision only, or no date is left for it."""
    held = await _held(tx, who, item_id)
    if held.item.case_ref:
        raise LineStays("A case leaves an agenda by a decision; it can be left for next time.")
    held.item.status, held.item.removal_reason = "removed", "by_hand"
    tx.add(held.item)
    await agenda.call_at(tx, held.meeting, now=now)


async def _add_theme(
    tx: Session, meeting: Meeting, body: Body, form: LineForm, origin: str, now: datetime
) -> AgendaItem:
    assert form.theme is not None
    if not stands_in(LegalBasis.NONE, body.lanes):
        raise WrongLane("This body speaks of cases only.", field="theme")
    subject = Subject(form.theme, body.area, form.title or None)
    return await themes.add(tx, meeting, body.id, subject, origin=origin, now=now)


async def _add_case(
    tx: Session, meeting: Meeting, body: Body, form: LineForm, origin: str, now: datetime
) -> AgendaItem:
    facts = await tx.get(CaseFacts, form.case_ref)
    if facts is None or facts.municipality != meeting.municipality:
        raise UnknownCase("No screened case of this town has this reference.", field="case_ref")
    if not stands_in(facts.legal_basis, body.lanes):
        raise WrongLane("This body may not speak of a case in this lane.", field="case_ref")
    query = select(AgendaItem.id).where(
        AgendaItem.case_ref == facts.case_ref, AgendaItem.body == body.id, AgendaItem.status == "open"
    )
    if (await tx.exec(query)).first():
        raise AlreadyOnAgenda("The case stands on an agenda of this body already.", field="case_ref")
    kind = await _kind(tx, body, facts)
    (item,) = await agenda.add_line(tx, body, kind, facts, origin=origin, source_event=origin, now=now, meeting=meeting)
    return item


async def _kind(tx: Session, body: Body, facts: CaseFacts) -> ItemKind:
    """A case that was decided on before is looked at again, another one is new."""
    if body.calls_case_agencies:
        return ItemKind.NETWORK_CASE
    query = select(Decision.id).where(Decision.case_ref == facts.case_ref)
    return ItemKind.REVIEW if (await tx.exec(query)).first() else ItemKind.CANDIDATE


async def _held(tx: Session, who: Who, item_id: str) -> Held:
    item = await tx.get(AgendaItem, item_id)
    if item is None or item.meeting_id is None or item.municipality != who.municipality:
        raise NoSuchItem("There is no such line.")
    meeting = await _changeable(tx, who, item.meeting_id)
    if item.status != "open":
        raise NoSuchItem("The line is no longer open.")
    return Held(item, meeting)


async def _changeable(tx: Session, who: Who, meeting_id: str) -> Meeting:
    meeting = await reading.led_meeting(tx, who, meeting_id)
    if meeting.status not in {"planned", "open"}:
        raise MeetingIsOver("The sitting is over or cancelled.")
    return meeting
