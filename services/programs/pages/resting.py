"""お休みの日: days on which the town's programs rest, and school holidays."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import words
from services.programs.actions import closed, resting
from services.programs.actions.series import ChangedPrograms
from services.programs.api import Keeper, Weeks
from services.programs.schemas import ClosedDayForm, SchoolBreakForm
from shared.clock import local_date
from shared.db import Session
from shared.web import Now, Read, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

doors = APIRouter(prefix="/programs/manage/town")


@doors.get("/resting")
async def rests(request: Request, tx: Read, who: Keeper, now: Now) -> Response:
    """Closed days and school holidays."""
    return await _rests(request, tx, who, now)


@doors.post("/resting")
async def close_day(request: Request, tx: Tx, who: Keeper, now: Now, weeks: Weeks) -> Response:
    """Programs rest on a day; what that changed is shown."""
    values = await sent(request)
    changed, wrong = await attempted(
        tx, lambda: resting.close_day(tx, read_form(values, ClosedDayForm), who, now=now, weeks=weeks)
    )
    return await _rests(request, tx, who, now, Sent({}) if not wrong else values, wrong, changed=changed)


@doors.post("/resting/{day}/open")
async def open_day(day: date, request: Request, tx: Tx, who: Keeper, now: Now, weeks: Weeks) -> Response:
    """They do not rest after all."""
    changed = await resting.open_day(tx, day, who, now=now, weeks=weeks)
    return await _rests(request, tx, who, now, changed=changed)


@doors.post("/breaks")
async def add_break(request: Request, tx: Tx, who: Keeper, now: Now) -> Response:
    """学校の休み."""
    values = await sent(request)
    _, wrong = await attempted(tx, lambda: resting.add_school_break(tx, read_form(values, SchoolBreakForm), who))
    if wrong:
        return await _rests(request, tx, who, now, values, wrong)
    return RedirectResponse("/programs/manage/town/resting", status_code=303)


@doors.post("/breaks/{first_day}/drop")
async def drop_break(first_day: date, tx: Tx, who: Keeper) -> Response:
    """It was entered by mistake."""
    await resting.drop_school_break(tx, first_day, who)
    return RedirectResponse("/programs/manage/town/resting", status_code=303)


async def _rests(
    request: Request, tx: Session, who: Keeper, now: Now, values: Sent | None = None, wrong: Mistakes | None = None,
    changed: ChangedPrograms | None = None,
) -> Response:  # fmt: skip
    today = local_date(now)
    return render(
        request, "resting.html", status_code=422 if wrong else 200, today=today, words=words, wrong=wrong or {},
        values=values or Sent({}), days=await closed.closed_days_of(tx, who.municipality, today),
        breaks=await closed.school_breaks_of(tx, who.municipality, today), changed=changed,
    )  # fmt: skip
