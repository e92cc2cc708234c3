"""やること: what a sitting asks of somebody, and who says that it is done."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.meetings.actions import action_items
from services.meetings.api import Leader, Staff
from services.meetings.pages.sitting import sitting_context
from services.meetings.schemas import ActionForm
from shared.clock import new_id
from shared.db import Session, undo
from shared.errors import DomainError
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, errors_of, sent
from shared.web.pages import render

ASK_FOR = {
    "kind": ("何をするかを選んでください", "Please choose what is to be done"),
    "owner": ("だれがするかを選んでください", "Please choose who does it"),
    "owner_kind": ("だれがするかを選んでください", "Please choose who does it"),
    "due_on": ("きょうから先の、いつまでにかを選んでください", "Please choose by when, from today on"),
}

doors = APIRouter(prefix="/meetings")


@doors.get("/sittings/{meeting_id}/actions")
async def show(meeting_id: Reference, request: Request, tx: Read, who: Leader, now: Now, done: str = "") -> Response:
    """What was asked for here."""
    return await _page(request, tx, who, meeting_id, now, done=done)


@doors.post("/sittings/{meeting_id}/actions")
async def add(meeting_id: Reference, request: Request, tx: Tx, who: Leader, now: Now) -> Response:
    """Ask something of somebody."""
    values = await sent(request)
    owner_kind, _, owner = values.one("owner").partition(":")
    fields = {name: values.one(name) or None for name in ("request_id", "item_id", "kind", "due_on")}
    try:
        form = ActionForm.model_validate({**fields, "owner_kind": owner_kind, "owner": owner})
        await action_items.add(tx, meeting_id, form, who, now=now)
    except ValidationError as error:
        wrong = {name.replace("owner_kind", "owner"): ASK_FOR.get(name, said)
                 for name, said in errors_of(error).items()}  # fmt: skip
        return await _page(request, tx, who, meeting_id, now, values=values, wrong=wrong)
    except DomainError as error:
        if error.field is None:
            raise
        await undo(tx)
        wrong = {error.field: ASK_FOR.get(error.field, (error.title_ja, error.message))}
        return await _page(request, tx, who, meeting_id, now, values=values, wrong=wrong)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}/actions?done=added", status_code=303)


@doors.post("/actions/{action_id}/finish")
async def finish(action_id: Reference, tx: Tx, who: Staff, now: Now) -> Response:
    """It is done."""
    await action_items.finish(tx, action_id, who, now=now)
    return RedirectResponse("/meetings?done=task", status_code=303)


async def _page(
    request: Request, tx: Session, who: Leader, meeting_id: str, now: Now, *, done: str = "",
    values: Sent | None = None, wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    actions = await action_items.of_sitting(tx, meeting_id, who)
    context = await sitting_context(tx, who, meeting_id, now)
    context |= {"values": values or Sent({}), "wrong": wrong or {}, "done": done}
    return render(
        request, "actions.html", status_code=422 if wrong else 200, actions=actions, request_id=new_id(), **context
    )
