"""閉庁日: when are the offices closed; for the admin: one day more, or one less."""

from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.meetings import words
from services.meetings.actions import closures
from services.meetings.api import Admin, Member
from services.meetings.schemas import ClosedDayForm, ClosureForm
from shared.auth import Role
from shared.clock import local_date
from shared.db import Session
from shared.web import Now, Read, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import attempted
from shared.web.pages import render

doors = APIRouter(prefix="/meetings/closures")


@doors.get("")
async def show(request: Request, tx: Read, who: Member, now: Now) -> Response:
    """The town's own closed days, and which meetings stand on them."""
    return await _list(request, tx, who, now)


@doors.post("")
async def close(request: Request, tx: Tx, who: Admin, now: Now) -> Response:
    """One day more."""
    values = await sent(request)
    _, wrong = await attempted(tx, lambda: _close(tx, read_form(values, ClosedDayForm), who, now=now))
    if wrong:
        return await _list(request, tx, who, now, values, wrong)
    return RedirectResponse("/meetings/closures", status_code=303)


@doors.post("/{day}/open")
async def reopen(day: date, tx: Tx, who: Admin) -> Response:
    """One day less."""
    await closures.open_day(tx, who, day)
    return RedirectResponse("/meetings/closures", status_code=303)


async def _close(tx: Session, form: ClosedDayForm, who: Admin, *, now: Now) -> None:
    await closures.close_day(tx, who, form.day, ClosureForm(name=form.name), now=now)


async def _list(
    request: Request, tx: Session, who: Member, now: Now, values: Sent | None = None,
    wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    days = await closures.closures_of(tx, who.municipality, local_date(now))
    return render(
        request, "closures.html", status_code=422 if wrong else 200, days=days, words=words,
        sittings=await closures.sittings_on(tx, who.municipality, list(days)), values=values or Sent({}),
        wrong=wrong or {}, may_change=who.has(Role.ADMIN),
    )  # fmt: skip
