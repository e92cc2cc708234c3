"""毎週の時間: on which weekday, from when until when, except when? First what would change, then the change."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.actions import planning, series
from services.programs.api import Organiser, Weeks
from services.programs.models import Program, Series
from services.programs.pages.once import confirmed_in
from services.programs.schemas import OutcomeView, SeriesForm
from shared.clock import local_date
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

doors = APIRouter(prefix="/programs/manage")


@doors.get("/{program_id}/times")
async def every(
    program_id: Reference, request: Request, tx: Read, who: Organiser, now: Now, done: str = ""
) -> Response:
    """A program's weekly times."""
    program = await actions.own_program(tx, who, program_id)
    return render(
        request, "times.html", program=program, times=await actions.weekly_times(tx, program.id), words=words,
        today=local_date(now), done=done,
    )  # fmt: skip


@doors.get("/{program_id}/times/new")
async def new(program_id: Reference, request: Request, tx: Read, who: Organiser, now: Now) -> Response:
    """One weekly time more."""
    program = await actions.own_program(tx, who, program_id)
    return _form(request, now, program, None, Sent({"since": [local_date(now).isoformat()]}))


@doors.post("/{program_id}/times/new")
async def add(program_id: Reference, request: Request, tx: Tx, who: Organiser, now: Now, weeks: Weeks) -> Response:
    """First its dates, then, when they are confirmed, the time itself."""
    values, is_sure = confirmed_in(await sent(request))
    views, wrong = await attempted(
        tx,
        lambda: series.add_series(
            tx, program_id, read_form(values, SeriesForm), who, now=now, weeks=weeks, confirmed=is_sure
        ),
    )
    if is_sure and not wrong:
        return RedirectResponse(f"/programs/manage/{program_id}/times?done=saved", status_code=303)
    program = await actions.own_program(tx, who, program_id)
    return _form(request, now, program, None, values, wrong, views)


@doors.get("/times/{series_id}")
async def edit(series_id: Reference, request: Request, tx: Read, who: Organiser, now: Now) -> Response:
    """A weekly time as a form, filled in as it is."""
    row, program = await series.own_series(tx, who, series_id)
    excepted = (await planning.exceptions_of(tx, [row.id])).get(row.id, [])
    kept = {"weekday", "on_holidays", "first_day", "last_day"}
    values: dict[str, Any] = {**row.model_dump(mode="json", include=kept), "since": local_date(now).isoformat()}
    values |= {"start": f"{row.starts:%H:%M}", "end": f"{row.ends:%H:%M}"} if row.starts and row.ends else {}
    filled = {name: [str(value)] for name, value in values.items() if value is not None}
    coming = sorted(day.isoformat() for day in excepted if day >= local_date(now))
    return _form(request, now, program, row, Sent({**filled, "excepted": coming}))


@doors.post("/times/{series_id}")
async def change(series_id: Reference, request: Request, tx: Tx, who: Organiser, now: Now, weeks: Weeks) -> Response:
    """First what would change, then, when it is confirmed, the change."""
    values, is_sure = confirmed_in(await sent(request))
    views, wrong = await attempted(
        tx,
        lambda: series.change_series(
            tx, series_id, read_form(values, SeriesForm), who, now=now, weeks=weeks, confirmed=is_sure
        ),
    )
    row, program = await series.own_series(tx, who, series_id)
    if is_sure and not wrong:
        return RedirectResponse(f"/programs/manage/{program.id}/times?done=saved", status_code=303)
    return _form(request, now, program, row, values, wrong, views)


def _form(
    request: Request, now: Now, program: Program, row: Series | None, values: Sent, wrong: Mistakes | None = None,
    preview: list[OutcomeView] | None = None,
) -> Response:  # fmt: skip
    return render(
        request, "time_form.html", status_code=422 if wrong else 200, program=program, series=row, values=values,
        wrong=wrong or {}, preview=preview, words=words, today=local_date(now),
    )  # fmt: skip
