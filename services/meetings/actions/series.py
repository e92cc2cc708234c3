"""Regular sittings: they exist for months ahead; a new rule changes the rest and leaves the past alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from services.meetings.actions import bookings, overlapping, placing, reading, regular, series_days
from services.meetings.errors import ChangedMeanwhile, RoomClosed, RoomTaken
from services.meetings.models import Body, Meeting
from services.meetings.rules.overlaps import Called
from services.meetings.rules.series import Change, Planned, compare
from services.meetings.schemas import SeriesForm
from shared.auth import Who
from shared.db import Session
from shared.ui.dates import month_day


@dataclass(frozen=True)
class Preview:
    """What a new rule would do, before anybody is told."""

    change: Change
    days: list[tuple[date, datetime]]
    overlaps: list[tuple[datetime, list[Called]]]


async def plan_series(tx: Session, body: Body, *, now: datetime, months: int) -> int:
    """Let the body's sittings exist for the next months; returns how many were new. Existing ones stay as they are."""
    wanted = await series_days.wanted_of(tx, body, now=now, months=months)
    if not wanted:
        return 0
    known = await series_days.named_days(tx, body)
    new = [(named, moment) for named, moment in wanted if named not in known]
    await regular.add_regular(tx, body, new, now=now)
    return len(new)


async def preview(tx: Session, body_id: str, form: SeriesForm, who: Who, *, now: datetime, months: int) -> Preview:
    """The dates a new rule names and what happens to the sittings there are."""
    body = await reading.arranged_body(tx, who, body_id)
    changed = Body(**{**body.model_dump(), **form.columns()})
    coming = await series_days.coming_of(tx, body, form.since, now)
    wanted = await series_days.wanted_since(tx, changed, form.since, coming, now=now, months=months)
    change = compare(_planned(coming), wanted)
    moments = [moment for _id, _day, moment in change.moved] + [moment for _day, moment in change.new]
    return Preview(change, wanted, await overlapping.overlaps_of(tx, changed, sorted(moments)))


async def change_rest(tx: Session, body_id: str, form: SeriesForm, who: Who, *, now: datetime, months: int) -> Change:
    """From a day on, the body sits by another rule. What is past or unchanged keeps its UID and its number."""
    body = await reading.arranged_body(tx, who, body_id)
    if form.version is not None and form.version != body.version:
        raise ChangedMeanwhile("Somebody changed the rule meanwhile; look again.", field="version")
    for name, value in form.columns().items():
        setattr(body, name, value)
    body.version += 1
    tx.add(body)
    coming = {meeting.id: meeting for meeting in await series_days.coming_of(tx, body, form.since, now)}
    wanted = await series_days.wanted_since(tx, body, form.since, coming.values(), now=now, months=months)
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
    body = await reading.arranged_body(tx, who, body_id)
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
        await _place(tx, body, meeting, moment, now=now)


async def _same_place(tx: Session, body: Body, unchanged: Sequence[Meeting], *, now: datetime) -> None:
    """Length and place follow the rule even where day and hour stay; who moved one by hand chose them."""
    for meeting in unchanged:
        if not meeting.moved_by_hand:
            await _place(tx, body, meeting, meeting.starts_at, now=now)


async def _place(tx: Session, body: Body, meeting: Meeting, moment: datetime, *, now: datetime) -> None:
    """One room that can't follow stops the whole change; the error says on which day."""
    try:
        await placing.change(tx, meeting, moment, body.minutes, body.place, now=now)
    except (RoomTaken, RoomClosed) as error:
        on = f"{month_day(moment)}：{error.title_ja}"
        raise type(error)(f"{month_day(moment, 'en')}: {error.message}", field="start", title_ja=on) from error
