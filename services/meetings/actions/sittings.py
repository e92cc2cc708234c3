"""Sittings: convened, moved, cancelled, opened and closed by those who lead them."""

from datetime import datetime, timedelta

from services.meetings.actions import action_items, overlapping, reading
from services.meetings.actions.placing import announce, call_off, carry, change, new_sitting
from services.meetings.errors import DateTooFar, InThePast, MeetingIsOver, NoSuchMeeting
from services.meetings.models import Body, Meeting
from services.meetings.rules.recurrence import MONTHS_AHEAD, add_months
from services.meetings.schemas import ConveneForm, MoveForm
from shared.auth import Who
from shared.clock import local_date
from shared.contracts.meetings import MeetingHeld
from shared.db import Session
from shared.outbox import emit

GRACE = timedelta(minutes=5)  # a sitting convened "now" may begin while the form is being sent


async def convene(tx: Session, form: ConveneForm, who: Who, *, now: datetime) -> Meeting:
    """Call a sitting by hand; who leads the body or an admin may."""
    body = await reading.arranged_body(tx, who, form.body, to_change=True)  # a second click waits for the first one
    if form.request_id and (known := await tx.get(Meeting, form.request_id)):
        if (known.municipality, known.body) != (body.municipality, body.id):
            raise NoSuchMeeting("There is no such meeting.")
        return known
    _must_be_ahead(form.starts_at, now)
    if not form.despite_overlap:
        await overlapping.must_not_overlap(tx, body, form.starts_at, form.minutes)
    meeting = new_sitting(body, form.starts_at, form.minutes, form.place or body.place, now)
    meeting.id = form.request_id or meeting.id
    await announce(tx, meeting, now=now)
    return meeting


async def schedule(tx: Session, body: Body, starts_at: datetime, minutes: int, *, now: datetime) -> Meeting:
    """Place a sitting the agenda asks for (a network meeting)."""
    meeting = new_sitting(body, starts_at, minutes, body.place, now)
    await announce(tx, meeting, now=now)
    return meeting


async def move(tx: Session, meeting_id: str, form: MoveForm, who: Who, *, now: datetime) -> Meeting:
    """Change a sitting's time or place; its UID stays, its SEQUENCE grows, everybody called is told."""
    meeting = await reading.arranged_meeting(tx, who, meeting_id)
    _must_be_planned(meeting)
    _must_be_ahead(form.starts_at, now)
    place, minutes = meeting.place if form.place is None else form.place, form.minutes or meeting.minutes
    if not form.despite_overlap and (form.starts_at, minutes) != (meeting.starts_at, meeting.minutes):
        body = await reading.find_body(tx, meeting.municipality, meeting.body)
        await overlapping.must_not_overlap(tx, body, form.starts_at, minutes, meeting=meeting)
    if await change(tx, meeting, form.starts_at, minutes, place, now=now):
        meeting.moved_by_hand = meeting.series_day is not None
    return meeting


async def cancel(tx: Session, meeting_id: str, who: Who, *, now: datetime) -> Meeting:
    """Call a sitting off; its lines go to the next one."""
    meeting = await reading.arranged_meeting(tx, who, meeting_id)
    if meeting.status == "cancelled":
        return meeting
    _must_be_planned(meeting)
    await call_off(tx, meeting, now=now)
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
    await carry(tx, meeting, now=now)
    await action_items.bring_back(tx, meeting, now=now)
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


def _must_be_ahead(starts_at: datetime, now: datetime) -> None:
    if starts_at < now - GRACE:
        raise InThePast("A sitting can't be placed in the past.", field="starts_at")
    if local_date(starts_at) > add_months(local_date(now), MONTHS_AHEAD):
        raise DateTooFar("A sitting can be placed thirteen months ahead at most.", field="starts_at")


def _must_be_planned(meeting: Meeting) -> None:
    if meeting.status != "planned":
        raise MeetingIsOver("The sitting is over, open or cancelled.")
