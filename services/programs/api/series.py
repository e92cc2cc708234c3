"""Weekly times, one date changed, what was done taken back, and the town's closed days."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from services.programs import actions
from services.programs.actions import moving, resting, series, undoing
from services.programs.api.who import Keeper, Organiser, Weeks
from services.programs.models import Change
from services.programs.schemas import ClosedDayForm, MoveForm, OutcomeView, SeriesForm, SessionView
from shared.web import Now, Reference, Tx

api = APIRouter()

Confirmed = Annotated[bool, Query(description="false shows what would happen and changes nothing")]


@api.post("/programs/{program_id}/series", status_code=201)
async def add_series(
    program_id: Reference,
    form: SeriesForm,
    tx: Tx,
    who: Organiser,
    now: Now,
    weeks: Weeks,
    confirmed: Confirmed = True,
) -> list[OutcomeView]:
    """One weekly time more; answers with the sessions it brings."""
    return await series.add_series(tx, program_id, form, who, now=now, weeks=weeks, confirmed=confirmed)


@api.post("/series/{series_id}/rest")
async def change_series(
    series_id: Reference,
    form: SeriesForm,
    tx: Tx,
    who: Organiser,
    now: Now,
    weeks: Weeks,
    confirmed: Confirmed = True,
) -> list[OutcomeView]:
    """Change the rest; answers with what changes."""
    return await series.change_series(tx, series_id, form, who, now=now, weeks=weeks, confirmed=confirmed)


@api.post("/sessions/{session_id}/move")
async def move_session(session_id: Reference, form: MoveForm, tx: Tx, who: Organiser, now: Now) -> SessionView:
    """Change one session."""
    return (await actions.views_of(tx, [await moving.move_session(tx, session_id, form, who, now=now)], None))[0]


@api.post("/changes/{change_id}/undo")
async def undo_change(change_id: Reference, tx: Tx, who: Organiser, now: Now) -> dict[str, str]:
    """Take back what one did within the last ten minutes."""
    change: Change = await undoing.undo_change(tx, change_id, who, now=now)
    return {"id": change.id, "kind": change.kind}


@api.post("/closed-days")
async def close_day(form: ClosedDayForm, tx: Tx, who: Keeper, now: Now, weeks: Weeks) -> dict[str, list[OutcomeView]]:
    """The town's programs rest on a day; answers with what changes, by program."""
    changed = await resting.close_day(tx, form, who, now=now, weeks=weeks, confirmed=True)
    return {program.id: views for program, views in changed}


@api.delete("/closed-days/{day}")
async def open_day(day: date, tx: Tx, who: Keeper, now: Now, weeks: Weeks) -> dict[str, list[OutcomeView]]:
    """They do not rest after all."""
    changed = await resting.open_day(tx, day, who, now=now, weeks=weeks, confirmed=True)
    return {program.id: views for program, views in changed}
