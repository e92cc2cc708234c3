"""会議カレンダー: my sittings of a week or a month, a list on a phone, a grid where there is room."""

from calendar import Calendar
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.meetings import words
from services.meetings.actions import bodies, sitting_view
from services.meetings.api import Member
from services.meetings.rules.recurrence import add_months
from services.meetings.schemas import MeetingView
from shared.clock import local_date
from shared.web import Now, Read
from shared.web.pages import render
from shared.workdays import holiday_name

doors = APIRouter(prefix="/meetings")

Shown = Literal["week", "month"]
WEEKS = Calendar(firstweekday=6)  # wall calendars in Japan begin with Sunday


@doors.get("/calendar")
async def show(
    request: Request, tx: Read, who: Member, now: Now,
    show: Annotated[Shown, Query()] = "month", on: Annotated[date | None, Query()] = None,
) -> Response:  # fmt: skip
    """When am I expected where, this month?"""
    today = local_date(now)
    day = min(max(on or today, date(2000, 1, 1)), date(2100, 1, 1))
    days = month_of(day) if show == "month" else week_of(day)
    found = await sitting_view.my_calendar(tx, who, since=days[0], until=days[-1])
    return render(
        request, "calendar.html", show=show, day=day, today=today, words=words,
        arranged=await bodies.arranged_by(tx, who),
        days=[(each, _on(found, each), holiday_name(each)) for each in days],
        before=add_months(day.replace(day=1), -1) if show == "month" else day - timedelta(days=7),
        after=add_months(day.replace(day=1), 1) if show == "month" else day + timedelta(days=7),
    )  # fmt: skip


def month_of(day: date) -> list[date]:
    """The weeks that hold the month of a day, whole, from Sunday."""
    return list(WEEKS.itermonthdates(day.year, day.month))


def week_of(day: date) -> list[date]:
    """The seven days from the Sunday before."""
    first = day - timedelta(days=(day.weekday() + 1) % 7)
    return [first + timedelta(days=number) for number in range(7)]


def _on(found: Sequence[MeetingView], day: date) -> list[MeetingView]:
    return [each for each in found if local_date(each.starts_at) == day]
