"""Recomputing who is called to a sitting, and telling only those for whom something changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.meetings.actions import reading
from services.meetings.actions.announcing import tell_call
from services.meetings.actions.calendars import note_changed
from services.meetings.actions.shared_sittings import bodies_at
from services.meetings.models import AgendaItem, Body, CaseFacts, Invitation, Meeting
from services.meetings.rules.calling import Call, Invitee, Line, calls
from shared.clock import local_date, new_id
from shared.contracts.words import Field, Urgency
from shared.db import Session
from shared.db.rows import copy_of

TOLD = ("status", "reasons", "capacity", "cases", "consent_cases", "slot_starts_at", "slot_minutes")


async def recall(tx: Session, meeting: Meeting, *, now: datetime, moved: bool = False) -> None:
    """Bring the invitations of a planned sitting in line with its body and agenda.

    Whoever is new or sees another reason, slot or time is told; `moved` tells everybody who stays called.
    """
    bodies = await bodies_at(tx, meeting)
    items = await reading.lines_of(tx, meeting.id)
    count_lines(tx, meeting, len(items), now)
    wanted = await _wanted(tx, meeting, bodies, items)
    body = bodies[0]
    known = {(row.kind, row.invitee): row for row in await reading.invitations_of(tx, meeting.id)}
    for invitee, call in wanted.items():
        row = known.pop(invitee, None)
        if row is None:
            row = new_call(meeting, invitee, call, now)
        elif not _update(row, call, now, moved=moved):
            continue
        tx.add(row)
        note_changed(tx, meeting)
        tell_call(tx, meeting, body, row)
    for row in known.values():
        _release(tx, meeting, body, row, now)


async def release_all(tx: Session, meeting: Meeting, *, now: datetime) -> None:
    """The sitting is cancelled: everybody who was called hears it."""
    body = await reading.find_body(tx, meeting.municipality, meeting.body)
    for row in await reading.invitations_of(tx, meeting.id):
        _release(tx, meeting, body, row, now)


def count_lines(tx: Session, meeting: Meeting, lines: int, now: datetime) -> None:
    """The number of lines stands in the title that calendars show, so it changes the event."""
    if meeting.lines != lines:
        meeting.lines, meeting.sequence, meeting.changed_at = lines, meeting.sequence + 1, now
        tx.add(meeting)
        note_changed(tx, meeting)


async def _wanted(tx: Session, meeting: Meeting, bodies: list[Body], items: list[AgendaItem]) -> dict[Invitee, Call]:
    facts = await reading.facts_of(tx, meeting.id)
    return calls(
        [reading.rules_of(body) for body in bodies],
        [line_of(item, facts.get(item.case_ref or "")) for item in items],
        starts_at=meeting.starts_at,
        day=local_date(meeting.starts_at),
        rules=await reading.call_rules(tx, meeting.municipality),
        register=await reading.register(tx, meeting.municipality),
    )


def line_of(item: AgendaItem, facts: CaseFacts | None) -> Line:
    """An agenda line as calling sees it."""
    return Line(
        item_id=item.id,
        body=item.body,
        case_ref=item.case_ref,
        fields=frozenset(Field(code) for code in facts.fields) if facts else frozenset(),
        agencies=tuple(item.agencies),
        legal_basis=item.legal_basis,
        urgency=facts.urgency if facts else Urgency.NORMAL,
        minutes=item.minutes,
    )


def new_call(meeting: Meeting, invitee: Invitee, call: Call, now: datetime) -> Invitation:
    """The row of somebody who was not called to this sitting before."""
    kind, name = invitee
    return Invitation(
        municipality=meeting.municipality,
        meeting_id=meeting.id,
        kind=kind,
        invitee=name,
        changed_at=now,
        **_columns(call),
    )


def new_calls(meeting: Meeting, wanted: Mapping[Invitee, Call], now: datetime) -> list[Invitation]:
    """As `new_call` for each, made by copying: rows for plain statements."""
    first: Invitation | None = None
    rows = []
    for invitee, call in wanted.items():
        first = first or new_call(meeting, invitee, call, now)
        rows.append(copy_of(first, id=new_id(), kind=invitee[0], invitee=invitee[1], **_columns(call)))
    return rows


def _update(row: Invitation, call: Call, now: datetime, *, moved: bool) -> bool:
    columns = _columns(call)
    if not moved and all(getattr(row, name) == columns[name] for name in TOLD):
        return False
    for name, value in columns.items():
        setattr(row, name, value)
    row.sequence += 1
    row.changed_at, row.told_at, row.telling_failed = now, None, False
    return True


def _columns(call: Call) -> dict[str, Any]:
    return {
        "status": "held" if call.is_held else "called",
        "reasons": [reason.value for reason in call.reasons],
        "capacity": call.capacity,
        "cases": call.cases,
        "consent_cases": call.consent_cases,
        "slot_starts_at": call.slot_starts_at,
        "slot_minutes": call.slot_minutes,
    }


def _release(tx: Session, meeting: Meeting, body: Body, row: Invitation, now: datetime) -> None:
    if row.status == "released":
        return
    was_held = row.status == "held"
    row.status, row.cases, row.consent_cases = "released", [], []
    row.sequence, row.changed_at = row.sequence + 1, now
    tx.add(row)
    note_changed(tx, meeting)
    if not was_held:  # who was never invited need not hear that they are not
        tell_call(tx, meeting, body, row)
