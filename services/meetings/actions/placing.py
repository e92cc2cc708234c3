"""What happens to a sitting whoever asks for it, a person or a rule: announced, changed, called off."""

from datetime import datetime

from sqlmodel import select

from services.meetings.actions import agenda, bookings
from services.meetings.actions.announcing import tell_added, tell_cancelled, tell_scheduled
from services.meetings.actions.calendars import note_changed
from services.meetings.actions.calling import recall, release_all
from services.meetings.models import AgendaItem, Body, Meeting
from shared.clock import local_date, new_id
from shared.contracts.meetings import MeetingMoved, MeetingScheduled
from shared.db import Session


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
        uid=uid_for(meeting_id),
        changed_at=now,
    )


def uid_for(meeting_id: str) -> str:
    """The UID stored with a new sitting; after that the column counts, never this."""
    return f"{meeting_id}@yui"


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


def _touch(tx: Session, meeting: Meeting, now: datetime) -> None:
    meeting.sequence += 1
    meeting.version += 1
    meeting.changed_at = now
    tx.add(meeting)
    note_changed(tx, meeting)
