"""Sittings: generated from a body's rule, convened, moved, cancelled, opened and closed."""

from datetime import datetime, timedelta

from sqlmodel import select

from services.meetings.actions import agenda, reading
from services.meetings.actions.announcing import tell_added, tell_cancelled, tell_scheduled
from services.meetings.actions.calling import recall, release_all
from services.meetings.errors import InThePast, MeetingIsOver
from services.meetings.models import AgendaItem, Body, Meeting
from services.meetings.rules.recurrence import add_months, at_local_time, sitting_days
from services.meetings.schemas import ConveneForm, MoveForm
from shared.auth import Who
from shared.clock import local_date, new_id
from shared.contracts.meetings import MeetingHeld, MeetingMoved, MeetingScheduled
from shared.db import Session
from shared.outbox import emit

GRACE = timedelta(minutes=5)  # a sitting convened "now" may begin while the form is being sent


async def plan_series(tx: Session, body: Body, *, now: datetime, months: int) -> int:
    """Let the body's sittings exist for the next months; returns how many were new. Existing ones stay as they are."""
    if body.rrule is None or body.start is None:
        return 0
    today = local_date(now)
    days = sitting_days(body.rrule, today, add_months(today, months), holiday_rule=body.holiday_rule)
    query = select(Meeting).where(Meeting.municipality == body.municipality, Meeting.body == body.id)
    known = {meeting.series_day for meeting in (await tx.exec(query)).all()}
    planned = 0
    for named, day in days:
        starts_at = at_local_time(day, body.start)
        if named not in known and starts_at > now:
            meeting = _sitting(body, starts_at, body.minutes, body.place, now)
            meeting.series_day = named
            await _schedule(tx, meeting, now=now)
            planned += 1
    return planned


async def convene(tx: Session, form: ConveneForm, who: Who, *, now: datetime) -> Meeting:
    """Call a sitting by hand; who leads the body or an admin may."""
    if form.request_id and (known := await tx.get(Meeting, form.request_id)):
        return known
    body = await reading.find_body(tx, who.municipality, form.body)
    reading.must_arrange(who, body)
    _must_be_ahead(form.starts_at, now)
    meeting = _sitting(body, form.starts_at, form.minutes, form.place or body.place, now)
    meeting.id = form.request_id or meeting.id
    await _schedule(tx, meeting, now=now)
    return meeting


async def schedule(tx: Session, body: Body, starts_at: datetime, minutes: int, *, now: datetime) -> Meeting:
    """Place a sitting the agenda asks for (a network meeting)."""
    meeting = _sitting(body, starts_at, minutes, body.place, now)
    await _schedule(tx, meeting, now=now)
    return meeting


async def move(tx: Session, meeting_id: str, form: MoveForm, who: Who, *, now: datetime) -> Meeting:
    """Change a sitting's time or place; its UID stays, its SEQUENCE grows, everybody called is told."""
    meeting = await reading.arranged_meeting(tx, who, meeting_id)
    _must_be_planned(meeting)
    _must_be_ahead(form.starts_at, now)
    wanted = (form.starts_at, form.minutes or meeting.minutes, meeting.place if form.place is None else form.place)
    if wanted == (meeting.starts_at, meeting.minutes, meeting.place):
        return meeting
    meeting.starts_at, meeting.minutes, meeting.place = wanted
    _touch(meeting, now)
    tx.add(meeting)
    tell_scheduled(tx, meeting, MeetingMoved)
    await recall(tx, meeting, now=now, moved=True)
    return meeting


async def cancel(tx: Session, meeting_id: str, who: Who, *, now: datetime) -> Meeting:
    """Call a sitting off; its lines go to the next one."""
    meeting = await reading.arranged_meeting(tx, who, meeting_id)
    if meeting.status == "cancelled":
        return meeting
    _must_be_planned(meeting)
    meeting.status = "cancelled"
    _touch(meeting, now)
    tx.add(meeting)
    tell_cancelled(tx, meeting)
    await release_all(tx, meeting, now=now)
    await _carry(tx, meeting, now=now)
    return meeting


async def open_meeting(tx: Session, meeting_id: str, who: Who, *, now: datetime) -> Meeting:
    """Begin the sitting; decisions can be recorded from now on."""
    meeting = await reading.led_meeting(tx, who, meeting_id)
    if meeting.status == "open":
        return meeting
    _must_be_planned(meeting)
    meeting.status = "open"
    meeting.version += 1
    tx.add(meeting)
    return meeting


async def close_meeting(tx: Session, meeting_id: str, who: Who, *, now: datetime) -> Meeting:
    """End the sitting: what was not decided is carried to the next one. A sitting without lines counts as not held."""
    meeting = await reading.led_meeting(tx, who, meeting_id)
    if meeting.status == "held":
        return meeting
    if meeting.status != "open":
        raise MeetingIsOver("Only a sitting that was begun can be closed.")
    lines = await reading.lines_of(tx, meeting.id)
    decided = sum(line.status == "decided" for line in lines)
    meeting.status = "held"
    meeting.version += 1
    tx.add(meeting)
    await _carry(tx, meeting, now=now)
    if lines:
        emit(
            tx,
            MeetingHeld(
                municipality=meeting.municipality,
                aggregate_id=meeting.id,
                aggregate_version=meeting.version,
                occurred_at=now,
                body=meeting.body,
                items=len(lines),
                decided=decided,
            ),
        )
    return meeting


async def _carry(tx: Session, meeting: Meeting, *, now: datetime) -> None:
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.status == "open")
    items = (await tx.exec(query)).all()
    for item in items:
        item.times_carried += 1
        await agenda.place(tx, item, None, now=now)
        tell_added(tx, item, now)
    await agenda.call_anew(tx, items, now=now)


async def _schedule(tx: Session, meeting: Meeting, *, now: datetime) -> None:
    tx.add(meeting)
    await tx.flush()
    tell_scheduled(tx, meeting, MeetingScheduled)
    await agenda.place_waiting(tx, meeting, local_date(meeting.starts_at), now=now)
    await tx.flush()
    await recall(tx, meeting, now=now)


def _sitting(body: Body, starts_at: datetime, minutes: int, place: str, now: datetime) -> Meeting:
    meeting_id = new_id()
    return Meeting(
        id=meeting_id,
        municipality=body.municipality,
        body=body.id,
        title=body.name,
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        uid=f"{meeting_id}@yui",
        changed_at=now,
    )


def _touch(meeting: Meeting, now: datetime) -> None:
    meeting.sequence += 1
    meeting.version += 1
    meeting.changed_at = now


def _must_be_ahead(starts_at: datetime, now: datetime) -> None:
    if starts_at < now - GRACE:
        raise InThePast("A sitting can't be placed in the past.", field="starts_at")


def _must_be_planned(meeting: Meeting) -> None:
    if meeting.status != "planned":
        raise MeetingIsOver("The sitting is over, open or cancelled.")
