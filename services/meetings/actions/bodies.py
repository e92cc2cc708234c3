"""会議体 as people see them: their rule, their coming sittings."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from services.meetings.actions import reading
from services.meetings.models import Body, Meeting
from shared.auth import Who
from shared.db import Session


async def bodies_of(tx: Session, who: Who) -> Sequence[Body]:
    """The bodies of `who`'s town, those with a rule first."""
    found = (await tx.exec(select(Body).where(Body.municipality == who.municipality))).all()
    return sorted(found, key=lambda body: (body.rrule is None, body.area or "", body.id))


async def arranged_by(tx: Session, who: Who) -> list[Body]:
    """Those that have sittings of their own, which `who` may set."""
    return [body for body in await bodies_of(tx, who) if reading.arranges(who, body) and not body.sits_with]


async def body_of(tx: Session, who: Who, body_id: str) -> Body:
    """One body of `who`'s town."""
    return await reading.find_body(tx, who.municipality, body_id)


async def coming_of(tx: Session, body: Body, *, now: datetime) -> Sequence[Meeting]:
    """The body's sittings from now on, cancelled ones and drafts included, soonest first."""
    query = select(Meeting).where(
        Meeting.municipality == body.municipality, Meeting.body == body.id, col(Meeting.starts_at) > now
    )
    return (await tx.exec(query.order_by(col(Meeting.starts_at)))).all()
