"""Bodies that sit together: a small town lets one sitting serve several (domain.md)."""

from datetime import date, datetime, time

from sqlalchemy import BindParameter, ColumnElement, func, or_
from sqlmodel import col, select

from services.meetings.actions import reading
from services.meetings.models import AgendaItem, Body, Meeting
from services.meetings.rules.recurrence import at_local_time
from shared.db import Session


async def host_of(tx: Session, body: Body) -> Body:
    """The body at whose sittings this one's lines are taken: itself, unless it sits with another."""
    return await reading.find_body(tx, body.municipality, body.sits_with) if body.sits_with else body


async def bodies_at(tx: Session, meeting: Meeting) -> list[Body]:
    """The bodies a sitting serves, its own first."""
    query = select(Body).where(
        Body.municipality == meeting.municipality,
        or_(col(Body.id) == meeting.body, col(Body.sits_with) == meeting.body),
    )
    bodies = (await tx.exec(query)).all()
    return sorted(bodies, key=lambda body: (body.id != meeting.body, body.id))


async def next_sitting(
    tx: Session, municipality: str, body: str, *, now: datetime, not_before: date | None
) -> Meeting | None:
    """The first planned sitting from now on (from a day on, if given) at which the body's lines are taken."""
    host = select(func.coalesce(Body.sits_with, Body.id)).where(Body.municipality == municipality, Body.id == body)
    query = select(Meeting).where(
        Meeting.municipality == municipality,
        Meeting.body == host.scalar_subquery(),
        Meeting.status == "planned",
        col(Meeting.starts_at) > now,
    )
    if not_before:
        query = query.where(col(Meeting.starts_at) >= at_local_time(not_before, time.min))
    return (await tx.exec(query.order_by(col(Meeting.starts_at)).limit(1))).first()


def waits_for(municipality: str | BindParameter[str], body: str | BindParameter[str]) -> list[ColumnElement[bool]]:
    """What tells the open lines that wait for a sitting of a body, or of one that sits with it."""
    together = select(Body.id).where(
        Body.municipality == municipality, or_(col(Body.id) == body, col(Body.sits_with) == body)
    )
    return [
        col(AgendaItem.municipality) == municipality,
        col(AgendaItem.body).in_(together),
        col(AgendaItem.meeting_id).is_(None),
        col(AgendaItem.status) == "open",
    ]
