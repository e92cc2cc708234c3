"""What happens to a sitting whoever asks for it, a person or a rule: announced, changed, called off."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import select

from services.meetings.actions import agenda, bookings, reading, shared_sittings
from services.meetings.actions.announcing import tell_added, tell_call, tell_cancelled, tell_scheduled
from services.meetings.actions.calendars import note_changed
from services.meetings.actions.calling import new_call, recall, release_all
from services.meetings.models import AgendaItem, Body, Invitation, Meeting
from services.meetings.rules.calling import calls
from services.meetings.rules.series import Wanted
from shared.clock import local_date, new_id
from shared.contracts.meetings import MeetingMoved, MeetingScheduled
from shared.db import Session
from shared.db.rows import copy_of, insert_rows


def new_sitting(body: Body, starts_at: datetime, minutes: int, place: str, now: datetime) -> Meeting:
    """A sitting not announced yet, with the UID that calendars will know it by for ever."""
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


async def announce(tx: Session, meeting: Meeting, *, now: datetime) -> None:
    """It has a date: the others hear of it, it takes the lines that waited, and people are called."""
    tx.add(meeting)
    note_changed(tx, meeting)
    await tx.flush()
    tell_scheduled(tx, meeting, MeetingScheduled)
    await agenda.place_waiting(tx, meeting, local_date(meeting.starts_at), now=now)
    await tx.flush()
    await recall(tx, meeting, now=now)


async def change(
    tx: Session, meeting: Meeting, starts_at: datetime, minutes: int, place: str, *, now: datetime
) -> bool:
    """Another time, length or place; the UID stays, SEQUENCE grows, everybody called is told. False: as it was."""
    if (starts_at, minutes, place) == (meeting.starts_at, meeting.minutes, meeting.place):
        return False
    await bookings.follow(tx, meeting, starts_at, minutes)
    meeting.starts_at, meeting.minutes, meeting.place = starts_at, minutes, place
    _touch(tx, meeting, now)
    if meeting.status != "draft":
        tell_scheduled(tx, meeting, MeetingMoved)
        await recall(tx, meeting, now=now, moved=True)
    return True


async def call_off(tx: Session, meeting: Meeting, *, now: datetime) -> None:
    """It will not take place: people are told, its lines go to the next one. A draft just disappears."""
    await bookings.release(tx, meeting)
    if meeting.status == "draft":
        await tx.delete(meeting)
        return
    meeting.status = "cancelled"
    _touch(tx, meeting, now)
    tell_cancelled(tx, meeting)
    await release_all(tx, meeting, now=now)
    await carry(tx, meeting, now=now)


async def carry(tx: Session, meeting: Meeting, *, now: datetime) -> None:
    """What was not decided goes to the next sitting."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.status == "open")
    items = (await tx.exec(query)).all()
    for item in items:
        item.times_carried += 1
        await agenda.place(tx, item, None, now=now)
        tell_added(tx, item, now)
    await agenda.call_anew(tx, items, now=now)


async def add_regular(tx: Session, body: Body, wanted: Sequence[Wanted], *, now: datetime) -> None:
    """Regular sittings by the dozen, in few statements; those that take waiting lines are called together by these."""
    new = [_regular(body, named, moment, now) for named, moment in wanted]
    await insert_rows(tx, *new)
    if body.is_draft or not new:
        return
    for meeting in new:
        note_changed(tx, meeting)
        tell_scheduled(tx, meeting, MeetingScheduled)
    busy = await _take_waiting(tx, body, new, now=now)
    await _call_as_always(tx, body, [meeting for meeting in new if meeting.id not in busy], now=now)


def _regular(body: Body, named: date, moment: datetime, now: datetime) -> Meeting:
    meeting = new_sitting(body, moment, body.minutes, body.place, now)
    meeting.series_day = named
    meeting.status = "draft" if body.is_draft else "planned"
    return meeting


async def _take_waiting(tx: Session, body: Body, new: Sequence[Meeting], *, now: datetime) -> set[str]:
    """Lines that waited get the first sitting that is late enough; returns the sittings that were looked at."""
    looked_at: set[str] = set()
    for meeting in new:
        if not await _lines_wait(tx, body):
            break
        stored = await reading.find_meeting(tx, meeting.id)
        await agenda.place_waiting(tx, stored, local_date(stored.starts_at), now=now)
        await tx.flush()
        await recall(tx, stored, now=now)
        looked_at.add(stored.id)
    return looked_at


async def _lines_wait(tx: Session, body: Body) -> bool:
    query = select(AgendaItem.id).where(*shared_sittings.waits_for(body.municipality, body.id))
    return (await tx.exec(query.limit(1))).first() is not None


async def _call_as_always(tx: Session, body: Body, meetings: Sequence[Meeting], *, now: datetime) -> None:
    """Without lines everybody of the body is called alike, so who that is is worked out once."""
    rows: list[Invitation] = []
    always = calls([reading.rules_of(body)], [], starts_at=now, day=local_date(now), rules=(), register=())
    usual = [new_call(meetings[0], invitee, call, now) for invitee, call in always.items()] if meetings else []
    for meeting in meetings:
        for known in usual:
            row = copy_of(known, id=new_id(), meeting_id=meeting.id)
            rows.append(row)
            tell_call(tx, meeting, body, row)
    await insert_rows(tx, *rows)


def _touch(tx: Session, meeting: Meeting, now: datetime) -> None:
    meeting.sequence += 1
    meeting.version += 1
    meeting.changed_at = now
    tx.add(meeting)
    note_changed(tx, meeting)
