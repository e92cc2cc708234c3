"""Regular sittings by the dozen: thirteen months of all bodies in few statements, everything told and called."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import select

from services.meetings.actions import agenda, reading, shared_sittings
from services.meetings.actions.announcing import called, tell_called_alike, tell_scheduled
from services.meetings.actions.calendars import note_changed, note_new
from services.meetings.actions.calling import new_calls, recall
from services.meetings.actions.placing import new_sitting, uid_for
from services.meetings.models import AgendaItem, Body, Meeting
from services.meetings.rules.calling import calls
from services.meetings.rules.series import Wanted
from shared.clock import local_date, new_id
from shared.contracts.meetings import MeetingScheduled
from shared.db import Session
from shared.db.prepared import Prepared
from shared.db.rows import copy_of, insert_alike, insert_rows

_WAITING = Prepared(
    select(AgendaItem.id).where(*shared_sittings.waits_for(bindparam("municipality"), bindparam("body"))).limit(1)
)


async def add_regular(tx: Session, body: Body, wanted: Sequence[Wanted], *, now: datetime) -> None:
    """Regular sittings by the dozen, in few statements; those that take waiting lines are called together by these."""
    new = _regular(body, wanted, now)
    await insert_rows(tx, *new)
    if body.is_draft or not new:
        return
    for meeting in new:
        tell_scheduled(tx, meeting, MeetingScheduled)
    busy = await _take_waiting(tx, body, new, now=now)
    await _call_as_always(tx, body, [meeting for meeting in new if meeting.id not in busy], now=now)


def _regular(body: Body, wanted: Sequence[Wanted], now: datetime) -> list[Meeting]:
    if not wanted:
        return []
    usual = new_sitting(body, wanted[0][1], body.minutes, body.place, now)
    usual.status = "draft" if body.is_draft else "planned"
    new = []
    for named, moment in wanted:
        meeting_id = new_id()
        new.append(copy_of(usual, id=meeting_id, uid=uid_for(meeting_id), series_day=named, starts_at=moment))
    return new


async def _take_waiting(tx: Session, body: Body, new: Sequence[Meeting], *, now: datetime) -> set[str]:
    """Lines that waited get the first sitting that is late enough; returns the sittings that were looked at."""
    looked_at: set[str] = set()
    for meeting in new:
        if not await _lines_wait(tx, body):
            break
        stored = await reading.find_meeting(tx, meeting.id)
        note_changed(tx, stored)
        await agenda.place_waiting(tx, stored, local_date(stored.starts_at), now=now)
        await tx.flush()
        await recall(tx, stored, now=now)
        looked_at.add(stored.id)
    return looked_at


async def _lines_wait(tx: Session, body: Body) -> bool:
    await tx.flush()
    return bool(await _WAITING.rows(tx, {"municipality": body.municipality, "body": body.id}))


async def _call_as_always(tx: Session, body: Body, meetings: Sequence[Meeting], *, now: datetime) -> None:
    """Without lines the body's posts are called, all alike: who that is, and what they hear, is worked out once."""
    if not meetings:
        return
    always = calls([reading.rules_of(body)], [], starts_at=now, day=local_date(now), rules=(), register=())
    usual = new_calls(meetings[0], always, now)
    told = [called(meetings[0], row) for row in usual]
    for row, fact in zip(usual, told, strict=True):
        own = [{"id": new_id(), "meeting_id": meeting.id} for meeting in meetings]
        await insert_alike(tx, row, own)
        tell_called_alike(tx, fact, ((each["id"], meeting) for each, meeting in zip(own, meetings, strict=True)))
    note_new(tx, meetings, usual)
