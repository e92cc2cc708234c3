"""Lines on agendas: placed on the next sitting, carried, removed. Adding the same origin again adds nothing.

What changes lines returns them; who has changed all it will then calls `call_anew`, so that each sitting is read once.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import select

from services.meetings.actions import reading, shared_sittings
from services.meetings.actions.announcing import tell_added, tell_removed
from services.meetings.actions.calling import count_lines, recall
from services.meetings.models import AgendaItem, Body, CaseFacts, Meeting
from services.meetings.rules.agenda import MINUTES
from shared.contracts.words import ItemKind, LegalBasis
from shared.db import Session


async def add_line(
    tx: Session,
    body: Body,
    kind: ItemKind,
    facts: CaseFacts,
    *,
    origin: str,
    source_event: str,
    now: datetime,
    not_before: date | None = None,
    agencies: list[str] | None = None,
    meeting: Meeting | None = None,
    times_carried: int = 0,
    basis: LegalBasis | None = None,
) -> list[AgendaItem]:
    """Put a case on the next sitting of `body` (or on `meeting`); no line when this origin has its own already.

    The line stands in the case's lane, unless the fact that brought it names another (`basis`).
    """
    item = AgendaItem(
        municipality=body.municipality,
        body=body.id,
        kind=kind,
        case_ref=facts.case_ref,
        legal_basis=basis or facts.legal_basis,
        origin=origin,
        source_event=source_event,
        agencies=agencies if agencies is not None else facts.agencies,
        minutes=MINUTES[kind],
        times_carried=times_carried,
        not_before=not_before,
    )
    added = await place_once(tx, item, meeting, now=now)
    for line in added:
        tell_added(tx, line, now)
    return added


async def place_once(
    tx: Session, item: AgendaItem, meeting: Meeting | None = None, *, now: datetime
) -> list[AgendaItem]:
    """Place a new line unless its origin has had one at this body already; returns it, or nothing."""
    if await is_known(tx, item.body, item.origin):
        return []
    await place(tx, item, meeting, now=now)
    return [item]


async def place(
    tx: Session, item: AgendaItem, meeting: Meeting | None, *, now: datetime, after: datetime | None = None
) -> None:
    """Put a line on a sitting; if none is given, on the next one (after a moment), or let it wait for one."""
    sitting = meeting or await shared_sittings.next_sitting(
        tx, item.municipality, item.body, now=max(now, after or now), not_before=item.not_before
    )
    item.meeting_id, item.rank = (sitting.id if sitting else None), None
    tx.add(item)
    if sitting:
        count_lines(tx, sitting, sitting.lines + 1, now)


async def call_anew(tx: Session, lines: Iterable[AgendaItem], *, now: datetime) -> None:
    """These lines came, went or changed: bring the calls to their sittings in line, each sitting once."""
    for meeting_id in dict.fromkeys(line.meeting_id for line in lines if line.meeting_id):
        await call_at(tx, await reading.find_meeting(tx, meeting_id), now=now)


async def call_at(tx: Session, meeting: Meeting, *, now: datetime) -> None:
    """The lines of a sitting changed: bring its calls in line, unless it is over."""
    if meeting.status in ("planned", "open"):
        await recall(tx, meeting, now=now)


async def place_waiting(tx: Session, meeting: Meeting, day: date, *, now: datetime) -> None:
    """A new sitting takes the lines that waited for one."""
    query = select(AgendaItem).where(*shared_sittings.waits_for(meeting.municipality, meeting.body))
    for item in (await tx.exec(query)).all():
        if item.not_before is None or item.not_before <= day:
            item.meeting_id = meeting.id
            tx.add(item)


async def remove_lines(
    tx: Session, case_ref: str, reason: str, *, now: datetime, basis: LegalBasis | None = None
) -> list[AgendaItem]:
    """Take a case's open lines (of one lane, if given) off all agendas."""
    query = select(AgendaItem).where(AgendaItem.case_ref == case_ref, AgendaItem.status == "open")
    if basis:
        query = query.where(AgendaItem.legal_basis == basis)
    removed = list((await tx.exec(query)).all())
    for item in removed:
        item.status, item.removal_reason = "removed", reason
        tx.add(item)
        tell_removed(tx, item, now)
    return removed


async def relane(tx: Session, case_ref: str, basis: LegalBasis) -> list[AgendaItem]:
    """The case's lane changed: its open lines follow, and with them who may be told."""
    query = select(AgendaItem).where(AgendaItem.case_ref == case_ref, AgendaItem.status == "open")
    changed = [item for item in (await tx.exec(query)).all() if item.legal_basis is not basis]
    for item in changed:
        item.legal_basis = basis
        tx.add(item)
    return changed


async def open_line(tx: Session, case_ref: str, body: str, kind: ItemKind) -> AgendaItem | None:
    """A case's open line of a kind at a body, if it has one."""
    query = select(AgendaItem).where(
        AgendaItem.case_ref == case_ref,
        AgendaItem.body == body,
        AgendaItem.kind == kind,
        AgendaItem.status == "open",
    )
    return (await tx.exec(query)).first()


async def is_known(tx: Session, body: str, origin: str) -> bool:
    """Whether a body has had this origin's line already."""
    query = select(AgendaItem.id).where(AgendaItem.body == body, AgendaItem.origin == origin)
    return (await tx.exec(query)).first() is not None
