"""A sitting whose agenda stays empty: three working days before, who leads it is asked to skip or shorten it."""

from datetime import datetime, time, timedelta

from sqlmodel import col, select

from services.meetings.actions import closures, reading, sittings
from services.meetings.models import Body, Meeting
from services.meetings.rules.agenda import ask_until
from services.meetings.rules.recurrence import at_local_time
from services.meetings.schemas import MoveForm
from shared.auth import Who
from shared.clock import local_date
from shared.contracts.meetings import EmptyAgendaNoticed
from shared.db import Session
from shared.outbox import emit

SHORT_MINUTES = 30


async def ask(tx: Session, *, now: datetime) -> int:
    """Ask the leaders of near, still empty sittings, each once; returns how many were asked."""
    query = (
        select(Meeting, Body)
        .join(Body, (col(Body.municipality) == Meeting.municipality) & (col(Body.id) == Meeting.body))
        .where(
            Meeting.status == "planned",
            Meeting.lines == 0,
            col(Meeting.empty_since).is_(None),
            col(Meeting.starts_at) > now,
            col(Meeting.starts_at) < now + timedelta(days=21),  # no row of working days and holidays is as long
        )
    )
    coming = (await tx.exec(query)).all()
    until = {town: await _until(tx, town, now) for town in {meeting.municipality for meeting, _body in coming}}
    near = [(meeting, body) for meeting, body in coming if meeting.starts_at < until[meeting.municipality]]
    for meeting, body in near:
        meeting.empty_since = local_date(now)
        tx.add(meeting)
        if chair := body.leader or body.deputy:
            emit(tx, _noticed(meeting, chair, now))
    return len(near)


async def shorten(tx: Session, meeting_id: str, who: Who, *, now: datetime) -> Meeting:
    """Sit for half an hour; nobody needs to come earlier or later."""
    meeting = await reading.arranged_meeting(tx, who, meeting_id)
    form = MoveForm(starts_at=meeting.starts_at, minutes=SHORT_MINUTES, despite_overlap=True)
    return await sittings.move(tx, meeting_id, form, who, now=now)


async def _until(tx: Session, municipality: str, now: datetime) -> datetime:
    """Sittings of the town before this moment are near."""
    today = local_date(now)
    last = ask_until(today, await closures.closures_of(tx, municipality, today))
    return at_local_time(last + timedelta(days=1), time.min)


def _noticed(meeting: Meeting, chair: str, now: datetime) -> EmptyAgendaNoticed:
    return EmptyAgendaNoticed(
        municipality=meeting.municipality,
        aggregate_id=meeting.id,
        occurred_at=now,
        body=meeting.body,
        chair=chair,
        title=meeting.title,
        starts_at=meeting.starts_at,
    )
