"""お休みの日: days on which the town's programs rest, and school holidays."""

from datetime import date
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import words
from services.programs.actions import closed, resting
from services.programs.actions.series import ChangedPrograms
from services.programs.api import Keeper, Weeks
from services.programs.pages.once import confirmed_in
from services.programs.schemas import ClosedDayForm, SchoolBreakForm
from shared.clock import local_date
from shared.db import Session
from shared.web import Now, Read, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

doors = APIRouter(prefix="/programs/manage/town")
PAGE = "/programs/manage/town/resting"


class Foreseen(NamedTuple):
    """What closing a day, or opening it again, would change."""

    day: date
    changes: ChangedPrograms
    closes: bool


@doors.get("/resting")
async def rests(request: Request, tx: Read, who: Keeper, now: Now, done: str = "") -> Response:
    """Closed days and school holidays."""
    return await _rests(request, tx, who, now, done=done)


@doors.post("/resting")
async def close_day(request: Request, tx: Tx, who: Keeper, now: Now, weeks: Weeks) -> Response:
    """First what would change, then, when it is confirmed, programs rest on that day."""
    values, is_sure = confirmed_in(await sent(request))
    changes, wrong = await attempted(
        tx,
        lambda: resting.close_day(tx, read_form(values, ClosedDayForm), who, now=now, weeks=weeks, confirmed=is_sure),
    )
    if changes is None or not is_sure:
        foreseen = None if changes is None else Foreseen(date.fromisoformat(values.one("day")), changes, closes=True)
        return await _rests(request, tx, who, now, values, wrong, foreseen=foreseen)
    return RedirectResponse(f"{PAGE}?done=closed", status_code=303)


@doors.post("/resting/{day}/open")
async def open_day(day: date, request: Request, tx: Tx, who: Keeper, now: Now, weeks: Weeks) -> Response:
    """First what would change, then, when it is confirmed, they do not rest after all."""
    _, is_sure = confirmed_in(await sent(request))
    changes = await resting.open_day(tx, day, who, now=now, weeks=weeks, confirmed=is_sure)
    if not is_sure:
        return await _rests(request, tx, who, now, foreseen=Foreseen(day, changes, closes=False))
    return RedirectResponse(f"{PAGE}?done=opened", status_code=303)


@doors.post("/breaks")
async def add_break(request: Request, tx: Tx, who: Keeper, now: Now) -> Response:
    """学校の休み."""
    values = await sent(request)
    _, wrong = await attempted(tx, lambda: resting.add_school_break(tx, read_form(values, SchoolBreakForm), who))
    if wrong:
        return await _rests(request, tx, who, now, values, wrong)
    return RedirectResponse(f"{PAGE}?done=break", status_code=303)


@doors.post("/breaks/{first_day}/drop")
async def drop_break(first_day: date, tx: Tx, who: Keeper) -> Response:
    """It was entered by mistake."""
    await resting.drop_school_break(tx, first_day, who)
    return RedirectResponse(f"{PAGE}?done=dropped", status_code=303)


async def _rests(
    request: Request, tx: Session, who: Keeper, now: Now, values: Sent | None = None, wrong: Mistakes | None = None,
    foreseen: Foreseen | None = None, done: str = "",
) -> Response:  # fmt: skip
    today = local_date(now)
    return render(
        request, "resting.html", status_code=422 if wrong else 200, today=today, words=words, wrong=wrong or {},
        values=values or Sent({}), days=await closed.closed_days_of(tx, who.municipality, today),
        breaks=await closed.school_breaks_of(tx, who.municipality, today), foreseen=foreseen,
        done=done,
    )  # fmt: skip
