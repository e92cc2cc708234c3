"""Regular sittings: they exist for months ahead; a new rule changes the rest and leaves the past alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import col, select

from services.meetings.actions import bookings, placing, reading, regular
from services.meetings.errors import ChangedMeanwhile
from services.meetings.models import Body, Closure, Meeting
from services.meetings.rules.recurrence import add_months, at_local_time, sitting_days
from services.meetings.rules.series import Change, Planned, Wanted, compare
from services.meetings.schemas import SeriesForm
from shared.auth import Who
from shared.clock import local_date
from shared.db import Session
from shared.db.prepared import Prepared

_NAMED = Prepared(
    select(col(Meeting.series_day)).where(
        col(Meeting.municipality) == bindparam("municipality"), col(Meeting.body) == bindparam("body")
    )
)


@dataclass(frozen=True)
class Preview:
    """What a new rule would do, before anybody is told."""

    change: Change
    days: list[tuple[date, datetime]]


async def plan_series(tx: Session, body: Body, *, now: datetime, months: int) -> int:
    """Let the body's sittings exist for the next months; returns how many were new. Existing ones stay as they are."""
    known = await _named(tx, body)
    wanted = await _wanted(tx, body, now=now, months=months)
    new = [(named, moment) for named, moment in wanted if named not in known]
    await regular.add_regular(tx, body, new, now=now)
    return len(new)


async def preview(tx: Session, body_id: str, form: SeriesForm, who: Who, *, now: datetime, months: int) -> Preview:
    """The dates a new rule names and what happens to the sittings there are."""
    body = await reading.find_body(tx, who.municipality, body_id)
    reading.must_arrange(who, body)
    changed = Body(**{**body.model_dump(), **form.columns()})
    coming = await _coming(tx, body, form.since, now)
    wanted = await _wanted_since(tx, changed, form.since, coming, now=now, months=months)
    return Preview(compare(_planned(coming), wanted), wanted)


async def change_rest(tx: Session, body_id: str, form: SeriesForm, who: Who, *, now: datetime, months: int) -> Change:
    """From a day on, the body sits by another rule. What is past or unchanged keeps its UID and its number."""
    body = await reading.find_body(tx, who.municipality, body_id)
    reading.must_arrange(who, body)
    if form.version is not None and form.version != body.version:
        raise ChangedMeanwhile("Somebody changed the rule meanwhile; look again.", field="version")
    for name, value in form.columns().items():
        setattr(body, name, value)
    body.version += 1
    tx.add(body)
    coming = {meeting.id: meeting for meeting in await _coming(tx, body, form.since, now)}
    wanted = await _wanted_since(tx, body, form.since, coming.values(), now=now, months=months)
    change = compare(_planned(coming.values()), wanted)
    for meeting_id in change.dropped:
        await placing.call_off(tx, coming[meeting_id], now=now)
        coming[meeting_id].series_day = None  # a later rule may name the day again
    await _move(tx, body, [(coming[each], day, moment) for each, day, moment in change.moved], now=now)
    await _same_place(tx, body, [coming[each] for each in change.unchanged], now=now)
    await regular.add_regular(tx, body, change.new, now=now)
    return change


async def announce_drafts(tx: Session, body_id: str, who: Who, *, now: datetime) -> int:
    """The drafts of a body become sittings: from now on people are called to them. Returns how many."""
    body = await reading.find_body(tx, who.municipality, body_id)
    reading.must_arrange(who, body)
    body.is_draft = False
    tx.add(body)
    query = select(Meeting).where(
        Meeting.municipality == body.municipality, Meeting.body == body.id, Meeting.status == "draft"
    )
    drafts = (await tx.exec(query.order_by(col(Meeting.starts_at)))).all()
    for meeting in drafts:
        if meeting.starts_at > now:
            meeting.status, meeting.changed_at = "planned", now
            await placing.announce(tx, meeting, now=now)
        else:
            await bookings.release(tx, meeting)
            await tx.delete(meeting)
    return len(drafts)


async def _wanted(tx: Session, body: Body, *, now: datetime, months: int) -> list[Wanted]:
    """The sittings the body's rule names from now to the horizon; none for a body that sits with another."""
    if body.rrule is None or body.start is None or body.sits_with:
        return []
    today = local_date(now)
    query = select(col(Closure.day)).where(Closure.municipality == body.municipality, col(Closure.day) >= today)
    closed = set((await tx.exec(query)).all())
    days = sitting_days(body.rrule, today, add_months(today, months), holiday_rule=body.holiday_rule, closed=closed)
    moments = [(named, at_local_time(day, body.start)) for named, day in days]
    return [(named, moment) for named, moment in moments if moment > now]


async def _wanted_since(
    tx: Session, body: Body, since: date, coming: Iterable[Meeting], *, now: datetime, months: int
) -> list[Wanted]:
    """What the rule names from a day on, without the days somebody called off (they stay off) or that have begun."""
    taken = await _named(tx, body) - {meeting.series_day for meeting in coming}
    wanted = await _wanted(tx, body, now=now, months=months)
    return [(named, moment) for named, moment in wanted if named >= since and named not in taken]


async def _named(tx: Session, body: Body) -> set[date | None]:
    await tx.flush()
    return {day for (day,) in await _NAMED.rows(tx, {"municipality": body.municipality, "body": body.id})}


async def _coming(tx: Session, body: Body, since: date, now: datetime) -> Sequence[Meeting]:
    query = select(Meeting).where(
        Meeting.municipality == body.municipality,
        Meeting.body == body.id,
        col(Meeting.status).in_(("planned", "draft")),
        col(Meeting.series_day) >= since,
        col(Meeting.starts_at) > now,
    )
    return (await tx.exec(query)).all()


def _planned(meetings: Iterable[Meeting]) -> list[Planned]:
    return [
        Planned(each.id, each.series_day, each.starts_at, each.moved_by_hand) for each in meetings if each.series_day
    ]


async def _move(tx: Session, body: Body, moved: Sequence[tuple[Meeting, date, datetime]], *, now: datetime) -> None:
    for meeting, _day, _moment in moved:  # two sittings that change places must not meet on one day in between
        meeting.series_day = None
        tx.add(meeting)
    await tx.flush()
    for meeting, day, moment in moved:
        meeting.series_day, meeting.moved_by_hand = day, False
        await placing.change(tx, meeting, moment, body.minutes, body.place, now=now)


async def _same_place(tx: Session, body: Body, unchanged: Sequence[Meeting], *, now: datetime) -> None:
    """Length and place follow the rule even where day and hour stay; who moved one by hand chose them."""
    for meeting in unchanged:
        if not meeting.moved_by_hand:
            await placing.change(tx, meeting, meeting.starts_at, body.minutes, body.place, now=now)
