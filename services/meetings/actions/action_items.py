"""やること: asked for at a sitting; what isn't done by the next sitting of the body comes back on its agenda."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col, select

from services.meetings.actions import agenda, need_to_know, reading
from services.meetings.actions.recording import record
from services.meetings.errors import (
    ConsentNeeded,
    NoSuchItem,
    NoSuchTask,
    NotOpenYet,
    NotYourTask,
    UnknownOwner,
    WrongBody,
)
from services.meetings.models import ActionItem, AgendaItem, CaseFacts, Meeting
from services.meetings.rules.agenda import MINUTES
from services.meetings.rules.decisions import allowed, settles_as
from services.meetings.rules.lanes import may_open, withdrawn_lines_go
from services.meetings.schemas import ActionForm, ActionView, DecisionForm, DecisionView
from shared.auth import Who, may_see_municipality
from shared.clock import local_date
from shared.contracts.words import Consent, InviteeKind, ItemKind, LegalBasis
from shared.db import Session


async def add(tx: Session, meeting_id: str, form: ActionForm, who: Who, *, now: datetime) -> ActionItem:
    """Ask something of somebody; the same form sent twice asks once."""
    meeting = await reading.led_meeting(tx, who, meeting_id)
    if known := await tx.get(ActionItem, form.request_id):
        return known
    if meeting.status not in ("open", "held"):
        raise NotOpenYet("Begin the sitting first.")
    names = await reading.names_of(tx, meeting.municipality)
    if form.owner not in (names.posts if form.owner_kind is InviteeKind.POST else names.agencies):
        raise UnknownOwner("There is no such post or agency.", field="owner")
    if form.due_on < local_date(now):
        raise UnknownOwner("Choose a date from today on.", field="due_on")
    line = await tx.get(AgendaItem, form.item_id) if form.item_id else None
    if form.item_id and (line is None or line.meeting_id != meeting_id):
        raise NoSuchItem("There is no such line on this sitting.", field="item_id")
    action = ActionItem(
        id=form.request_id, municipality=meeting.municipality, body=meeting.body, meeting_id=meeting_id,
        case_ref=line.case_ref if line else None, added_by=who.account_id, added_at=now,
        **form.model_dump(exclude={"request_id"}),
    )  # fmt: skip
    tx.add(action)
    return action


async def of_sitting(tx: Session, meeting_id: str, who: Who) -> list[ActionView]:
    """What was asked for at a sitting, for who sees the whole of it; the earliest due first."""
    await need_to_know.whole(tx, who, meeting_id)
    query = select(ActionItem).where(ActionItem.meeting_id == meeting_id).order_by(col(ActionItem.due_on))
    return await _views(tx, (await tx.exec(query)).all())


async def of_person(tx: Session, who: Who) -> list[ActionView]:
    """What waits for `who`'s posts and agencies, the earliest due first."""
    query = select(ActionItem).where(ActionItem.municipality == who.municipality, ActionItem.status == "open")
    rows = (await tx.exec(query.order_by(col(ActionItem.due_on)))).all()
    return await _views(tx, [row for row in rows if _owns(who, row)])


async def on_lines(tx: Session, items: Iterable[AgendaItem]) -> dict[str, ActionView]:
    """What the lines of this kind are about, by the lines' ids."""
    sources = {item.id: item.source_event for item in items if item.kind is ItemKind.ACTION_ITEM}
    query = select(ActionItem).where(col(ActionItem.id).in_(sources.values()))
    found = {view.id: view for view in await _views(tx, (await tx.exec(query)).all() if sources else [])}
    return {line: found[source] for line, source in sources.items()}


async def finish(tx: Session, action_id: str, who: Who, *, now: datetime) -> ActionItem:
    """Its owner, or who leads the body, says that it is done; saying so twice is saying it once."""
    action = await tx.get(ActionItem, action_id)
    if action is None or not may_see_municipality(who, action.municipality):
        raise NoSuchTask("There is no such thing to do.")
    body = await reading.find_body(tx, action.municipality, action.body)
    if not (_owns(who, action) or reading.leads(who, body)):
        raise NotYourTask("Its owner, or who leads the body, may say that it is done.")
    if action.status == "open":
        _settle(tx, action, "done", who, now)
        await agenda.call_anew(tx, await _take_off(tx, action), now=now)
    return action


async def bring_back(tx: Session, meeting: Meeting, *, now: datetime) -> None:
    """A sitting is over: what its body still has to do stands on the next one, each thing once.

    Nothing of a case whose consent was withdrawn comes back; its owner can still say that it is done.
    """
    query = select(ActionItem).where(
        ActionItem.municipality == meeting.municipality, ActionItem.body == meeting.body, ActionItem.status == "open"
    )
    lines: list[AgendaItem] = []
    for action in (await tx.exec(query.order_by(col(ActionItem.id)))).all():
        lines += await _line(tx, action, meeting, now)
    await agenda.call_anew(tx, lines, now=now)


async def decide(
    tx: Session, item: AgendaItem, meeting: Meeting, form: DecisionForm, who: Who, *, now: datetime
) -> DecisionView:
    """Done, dropped, or it goes on; recorded as any decision, and told to nobody: it is the body's own business."""
    if form.code not in allowed(item.kind):
        raise WrongBody("This line does not take this decision.", field="code")
    facts = await tx.get(CaseFacts, item.case_ref) if item.case_ref else None
    if not may_open(item.legal_basis, facts.consent if facts else Consent.NONE):
        raise ConsentNeeded("The line needs the person's consent.")
    action = await tx.get(ActionItem, item.source_event)
    assert action is not None
    if (status := settles_as(form.code)) and action.status == "open":
        _settle(tx, action, status, who, now)
    decision = record(tx, item, meeting, DecisionForm(code=form.code), who.account_id, now)
    return DecisionView(decision_id=decision.id, code=decision.code)


async def _line(tx: Session, action: ActionItem, meeting: Meeting, now: datetime) -> list[AgendaItem]:
    """The action's line on the next sitting; none when it has one there, or this sitting brought it back already."""
    origin = f"action-{action.id}-{meeting.id}"
    facts = await tx.get(CaseFacts, action.case_ref) if action.case_ref else None
    basis = facts.legal_basis if facts else LegalBasis.NONE
    if facts and withdrawn_lines_go(LegalBasis.MANUAL, facts.consent):
        return []
    if await _open_lines(tx, action):
        return []
    item = AgendaItem(
        municipality=action.municipality, body=action.body, kind=ItemKind.ACTION_ITEM, case_ref=action.case_ref,
        legal_basis=basis, origin=origin, source_event=action.id, agencies=[], minutes=MINUTES[ItemKind.ACTION_ITEM],
    )  # fmt: skip
    return await agenda.place_once(tx, item, now=now)


async def _take_off(tx: Session, action: ActionItem) -> Sequence[AgendaItem]:
    lines = await _open_lines(tx, action)
    for item in lines:
        item.status, item.removal_reason = "removed", "done"
        tx.add(item)
    return lines


async def _open_lines(tx: Session, action: ActionItem) -> Sequence[AgendaItem]:
    query = select(AgendaItem).where(
        AgendaItem.source_event == action.id,
        AgendaItem.kind == ItemKind.ACTION_ITEM,
        AgendaItem.status == "open",
    )
    return (await tx.exec(query)).all()


def _settle(tx: Session, action: ActionItem, status: str, who: Who, now: datetime) -> None:
    action.status, action.settled_at, action.settled_by = status, now, who.account_id
    tx.add(action)


def _owns(who: Who, action: ActionItem) -> bool:
    return action.owner in (who.posts if action.owner_kind is InviteeKind.POST else who.agencies)


async def _views(tx: Session, rows: Sequence[ActionItem]) -> list[ActionView]:
    if not rows:
        return []
    names = await reading.names_of(tx, rows[0].municipality)
    books = {InviteeKind.POST: names.posts, InviteeKind.AGENCY: names.agencies}
    return [ActionView.of(row, books[row.owner_kind].get(row.owner, row.owner)) for row in rows]
