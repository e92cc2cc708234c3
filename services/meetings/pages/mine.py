"""会議 (mine): the sittings I am called to, day by day, and what my agency took on in support plans."""

from collections.abc import Sequence
from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.meetings import words
from services.meetings.actions import action_items, plans, reading, sitting_view, written
from services.meetings.actions.polls import answering
from services.meetings.api import Member, Staff
from services.meetings.schemas import MeetingView
from shared.clock import local_date
from shared.web import Now, Read, Reference, Tx
from shared.web.pages import render

NEAR = timedelta(days=35)  # always holds the next monthly sitting

doors = APIRouter(prefix="/meetings")


@doors.get("")
async def mine(request: Request, tx: Read, who: Member, now: Now, done: str = "") -> Response:
    """Where am I expected, and what have we promised?"""
    days = _by_day(await sitting_view.my_meetings(tx, who, None, now=now))
    waiting = await written.waiting_for(tx, who)
    actions = await action_items.of_person(tx, who)
    tasks = await plans.tasks_of(tx, who, open_only=True)
    last = local_date(now) + NEAR
    return render(
        request, "meetings.html", today=local_date(now), tasks=tasks, words=words, actions=actions, done=done,
        names=await reading.names_of(tx, who.municipality), days=[each for each in days if each[0] <= last],
        later=[each for each in days if each[0] > last], mine=who.agencies,
        waiting=waiting, askings=await answering.waiting_for(tx, who, now=now),
    )  # fmt: skip


@doors.post("/tasks/{task_id}/finish")
async def finish(task_id: Reference, tx: Tx, who: Staff, now: Now) -> Response:
    """We did our part."""
    await plans.finish_task(tx, task_id, who, now=now)
    return RedirectResponse("/meetings?done=task", status_code=303)


def _by_day(meetings: Sequence[MeetingView]) -> list[tuple[date, list[MeetingView]]]:
    days: dict[date, list[MeetingView]] = {}
    for meeting in meetings:
        days.setdefault(local_date(meeting.starts_at), []).append(meeting)
    return sorted(days.items())
