"""会議中: one line of the agenda at a time, its decision, the next line."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.meetings.actions import deciding, reading
from services.meetings.api import Leader, settings_of
from services.meetings.pages.sitting import sitting_context
from services.meetings.rules.decisions import allowed
from services.meetings.schemas import DecisionForm, ItemView
from services.meetings.words import ASK_FOR, DECISIONS, sentence_for
from shared.clock import local_date
from shared.contracts.words import DecisionCode
from shared.db import undo
from shared.errors import DomainError
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, errors_of, sent
from shared.web.pages import render

TASK_ROWS = 6
TASK_PARTS = ("agency", "kind", "due_on")
# The fields a decision is asked for; what stands in another one was typed before somebody thought again.
ASKED: Mapping[str, tuple[str, ...]] = {
    DecisionCode.WATCH_UNTIL: ("until",),
    DecisionCode.SINGLE_AGENCY: ("owner", "until"),
    DecisionCode.SEND_TO_NETWORK: ("agencies",),
    DecisionCode.PLAN_DECIDED: ("review_on", "tasks"),
}
LOOK_AGAIN, REVIEW = timedelta(weeks=4), timedelta(weeks=12)  # proposed dates; who chairs may type others

doors = APIRouter(prefix="/meetings")


@doors.get("/sittings/{meeting_id}/hold")
async def hold(
    meeting_id: Reference, request: Request, tx: Read, who: Leader, now: Now,
    item: Annotated[Reference | None, Query()] = None, done: Annotated[DecisionCode | None, Query()] = None,
) -> Response:  # fmt: skip
    """What do we decide? The first line still open, or the one asked for."""
    await reading.led_meeting(tx, who, meeting_id)
    return await _hold(request, tx, who, meeting_id, now, item, done=done)


@doors.post("/items/{item_id}/decision")
async def decide(item_id: Reference, request: Request, tx: Tx, who: Leader, now: Now) -> Response:
    """Record the decision and go on to the next line."""
    values = await sent(request)
    meeting_id = await reading.meeting_of_item(tx, who, item_id)
    try:
        form = DecisionForm.model_validate(decision_fields(values))
        lead_days = settings_of(request).network_lead_days
        await deciding.decide(tx, item_id, form, who, now=now, lead_days=lead_days)
    except ValidationError as error:
        wrong = _by_row(errors_of(error), values)
        return await _hold(request, tx, who, meeting_id, now, item_id, values=values, wrong=wrong)
    except DomainError as error:
        if error.field is None:
            raise
        await undo(tx)
        wrong = {error.field: sentence_for(error)}
        return await _hold(request, tx, who, meeting_id, now, item_id, values=values, wrong=wrong)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}/hold?done={form.code}", status_code=303)


def decision_fields(values: Sent) -> dict[str, Any]:
    """The decision's fields from the form: those its code asks for; task rows left empty are no tasks."""
    code = values.one("code")
    asked = ASKED.get(code, ())
    fields: dict[str, Any] = {"code": code}
    fields |= {name: values.one(name) or None for name in ("owner", "until", "review_on") if name in asked}
    if "agencies" in asked:
        fields["agencies"] = [agency for agency in values.all("agencies") if agency]
    if "tasks" in asked:
        fields["tasks"] = [
            {part: values.one(f"task.{row}.{part}") for part in TASK_PARTS} for row in _filled_rows(values)
        ]
    return fields


def _filled_rows(values: Sent) -> list[int]:
    return [row for row in range(TASK_ROWS) if any(values.one(f"task.{row}.{part}") for part in TASK_PARTS)]


def _by_row(wrong: Mapping[str, tuple[str, str]], values: Sent) -> dict[str, tuple[str, str]]:
    """What is wrong, in this page's words; a wrong part of a task stands beside the rows that lack it."""
    found = {name: ASK_FOR.get(name, words) for name, words in wrong.items() if not name.startswith("tasks.")}
    for part in TASK_PARTS:
        if f"tasks.{part}" in wrong:
            rows = _filled_rows(values)
            lacking = [row for row in rows if not values.one(f"task.{row}.{part}")] or rows
            found |= {f"task.{row}.{part}": ASK_FOR[f"task.{part}"] for row in lacking}
    return found


async def _hold(
    request: Request, tx: Read, who: Leader, meeting_id: str, now: Now, item_id: str | None, *,
    done: DecisionCode | None = None, values: Sent | None = None, wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    context = await sitting_context(tx, who, meeting_id, now)
    current = _current(context["sitting"].items, item_id)
    codes = allowed(current.kind) if current else frozenset()
    context |= {"values": values or Sent({}), "wrong": wrong or {}}
    return render(
        request, "hold.html", status_code=422 if wrong else 200, current=current, done=done, task_rows=range(TASK_ROWS),
        codes=[code for code in DECISIONS if code in codes], soon=local_date(now) + LOOK_AGAIN,
        review=local_date(now) + REVIEW, **context,
    )  # fmt: skip


def _current(items: Sequence[ItemView], item_id: str | None) -> ItemView | None:
    """The line asked for if it is still open, else the first open one that may be opened, else the first open one."""
    still_open = [item for item in items if item.status == "open"]
    asked = [item for item in still_open if item.id == item_id]
    return next(iter([*asked, *(item for item in still_open if item.may_open), *still_open]), None)
