"""Lines about themes: what the town lacks, what an area worries about, what somebody noticed. They name nobody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import select

from services.meetings.actions import agenda
from services.meetings.models import AgendaItem, Body, Decision, Meeting
from services.meetings.rules.agenda import MINUTES
from services.meetings.rules.themes import Taker, takers
from services.meetings.schemas import DecisionView
from shared.clock import local_date
from shared.contracts.meetings import ResourceGapNoted
from shared.contracts.programs import GapRepeated, KizukiNoted
from shared.contracts.words import DecisionCode, ItemKind, LegalBasis, Theme
from shared.db import Session
from shared.outbox import emit


@dataclass(frozen=True)
class Subject:
    """What a line is about; `title` is a sentence of staff's own that never leaves meetings."""

    theme: Theme
    area: str | None = None
    title: str | None = None


async def hear_kizuki(tx: Session, event: KizukiNoted, now: datetime) -> list[AgendaItem]:
    """気づき: somebody noticed something in an area; the meeting of that area talks about it."""
    subject = Subject(event.theme, event.area)
    return await spread(tx, event.municipality, ItemKind.KIZUKI, subject, origin=event.event_id, now=now)


async def hear_gap(tx: Session, event: GapRepeated, now: datetime) -> list[AgendaItem]:
    """資源不足 that programs counted: one line for all the times nothing fitted."""
    subject = Subject(event.theme, event.area)
    return await spread(tx, event.municipality, ItemKind.RESOURCE_GAP, subject, origin=event.event_id, now=now)


async def note_gap(tx: Session, decision: Decision, theme: Theme, area: str | None, *, now: datetime) -> None:
    """資源不足: the town lacks something. Told by theme and area, and brought to the bodies that work on it."""
    emit(
        tx,
        ResourceGapNoted(
            municipality=decision.municipality,
            aggregate_id=decision.id,
            occurred_at=now,
            gap_id=decision.id,
            theme=theme,
            area=area,
        ),
    )
    gap = Subject(theme, area)
    lines = await spread(tx, decision.municipality, ItemKind.RESOURCE_GAP, gap, origin=f"gap-{decision.id}", now=now)
    await agenda.call_anew(tx, lines, now=now)


async def follow(tx: Session, item: AgendaItem, meeting: Meeting, decision: Decision, *, now: datetime) -> DecisionView:
    """What a decision on a theme's line leads to: it comes back here, goes to the town's bodies, or is a gap."""
    assert item.theme is not None
    view = DecisionView(decision_id=decision.id, code=decision.code)
    subject = Subject(item.theme, item.area, item.title)
    lines: list[AgendaItem] = []
    if decision.code is DecisionCode.TAKE_UP:
        view.comes_back_on = decision.until = local_date(meeting.starts_at) + timedelta(days=1)
        lines = await _add(
            tx, item.municipality, item.body, item.kind, subject, origin=decision.id, now=now, not_before=decision.until
        )
    elif decision.code is DecisionCode.RAISE:
        lines = await spread(tx, item.municipality, ItemKind.AREA_CONCERN, subject, origin=decision.id, now=now)
    elif decision.code is DecisionCode.RESOURCE_GAP:
        await note_gap(tx, decision, item.theme, item.area, now=now)
    await agenda.call_anew(tx, lines, now=now)
    return view


async def add(tx: Session, meeting: Meeting, body: str, subject: Subject, *, origin: str, now: datetime) -> AgendaItem:
    """A topic somebody puts on a sitting by hand."""
    (item,) = await _add(
        tx, meeting.municipality, body, ItemKind.TOPIC, subject, origin=origin, now=now, meeting=meeting
    )
    return item


async def spread(
    tx: Session, municipality: str, kind: ItemKind, subject: Subject, *, origin: str, now: datetime
) -> list[AgendaItem]:
    """A line at each body of the town that takes this kind, once for an origin; returns the new ones."""
    bodies = (await tx.exec(select(Body).where(Body.municipality == municipality))).all()
    wanting = [Taker(body.id, body.area, frozenset(ItemKind(each) for each in body.takes)) for body in bodies]
    added: list[AgendaItem] = []
    for body in takers(kind, subject.area, wanting):
        added += await _add(tx, municipality, body, kind, subject, origin=origin, now=now)
    return added


async def _add(
    tx: Session,
    municipality: str,
    body: str,
    kind: ItemKind,
    subject: Subject,
    *,
    origin: str,
    now: datetime,
    not_before: date | None = None,
    meeting: Meeting | None = None,
) -> list[AgendaItem]:
    item = AgendaItem(
        municipality=municipality,
        body=body,
        kind=kind,
        theme=subject.theme,
        area=subject.area,
        title=subject.title,
        legal_basis=LegalBasis.NONE,
        origin=origin,
        source_event=origin,
        agencies=[],
        minutes=MINUTES[kind],
        not_before=not_before,
    )
    return await agenda.place_once(tx, item, meeting, now=now)
