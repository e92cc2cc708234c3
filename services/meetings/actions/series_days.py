"""Which sittings a body's rule names, and which there are already."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import col, select

from services.meetings.models import Body, Closure, Meeting
from services.meetings.rules.recurrence import add_months, at_local_time, sitting_days
from services.meetings.rules.series import Wanted
from shared.clock import local_date
from shared.db import Session
from shared.db.prepared import Prepared

_NAMED = Prepared(
    select(col(Meeting.series_day)).where(
        col(Meeting.municipality) == bindparam("municipality"), col(Meeting.body) == bindparam("body")
    )
)

_CLOSED = Prepared(
    select(col(Closure.day)).where(
        col(Closure.municipality) == bindparam("municipality"), col(Closure.day) >= bindparam("today")
    )
)


async def wanted_of(tx: Session, body: Body, *, now: datetime, months: int) -> list[Wanted]:
    """The sittings the body's rule names from now to the horizon; none for a body that sits with another."""
    if body.rrule is None or body.start is None or body.sits_with:
        return []
    today = local_date(now)
    await tx.flush()
    closed = {day for (day,) in await _CLOSED.rows(tx, {"municipality": body.municipality, "today": today})}
    days = sitting_days(body.rrule, today, add_months(today, months), holiday_rule=body.holiday_rule, closed=closed)
    moments = [(named, at_local_time(day, body.start)) for named, day in days]
    return [(named, moment) for named, moment in moments if moment > now]


async def wanted_since(
    tx: Session, body: Body, since: date, coming: Iterable[Meeting], *, now: datetime, months: int
) -> list[Wanted]:
    """What the rule names from a day on, without the days somebody called off (they stay off) or that have begun."""
    taken = await named_days(tx, body) - {meeting.series_day for meeting in coming}
    wanted = await wanted_of(tx, body, now=now, months=months)
    return [(named, moment) for named, moment in wanted if named >= since and named not in taken]


async def named_days(tx: Session, body: Body) -> set[date | None]:
    """The days of the rule that have a sitting, or had one that was called off."""
    await tx.flush()
    return {day for (day,) in await _NAMED.rows(tx, {"municipality": body.municipality, "body": body.id})}


async def coming_of(tx: Session, body: Body, since: date, now: datetime) -> Sequence[Meeting]:
    """The regular sittings to come, drafts included, from a day of the rule on."""
    query = select(Meeting).where(
        Meeting.municipality == body.municipality,
        Meeting.body == body.id,
        col(Meeting.status).in_(("planned", "draft")),
        col(Meeting.series_day) >= since,
        col(Meeting.starts_at) > now,
    )
    return (await tx.exec(query)).all()
