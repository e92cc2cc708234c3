"""持ち回り: put what can't wait to the members, and answer."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.meetings.actions import reading, written
from services.meetings.api import Leader, settings_of
from services.meetings.errors import NoSuchItem
from services.meetings.pages.sitting import sitting_context
from services.meetings.rules.written import Vote, decided_in_writing
from services.meetings.schemas import WrittenForm
from services.meetings.words import ASK_FOR, DECISIONS, sentence_for
from shared.clock import new_id
from shared.db import Session, undo
from shared.errors import DomainError
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, errors_of, sent
from shared.web.pages import render

doors = APIRouter(prefix="/meetings")


@doors.get("/items/{item_id}/written")
async def ask(item_id: Reference, request: Request, tx: Read, who: Leader, now: Now) -> Response:
    """The form; when the members are being asked already, that."""
    if row := await written.of_item(tx, item_id):
        return RedirectResponse(f"/meetings/written/{row.id}", status_code=303)
    return await _form(request, tx, who, item_id, now)


@doors.post("/items/{item_id}/written")
async def start(item_id: Reference, request: Request, tx: Tx, who: Leader, now: Now) -> Response:
    """Put it to the members."""
    values = await sent(request)
    decision = {name: values.one(name) or None for name in ("owner", "until")} | {"code": values.one("code")}
    fields = {"request_id": values.one("request_id"), "due_on": values.one("due_on"), "decision": decision}
    try:
        row = await written.start(tx, item_id, WrittenForm.model_validate(fields), who, now=now)
    except ValidationError as error:
        wrong = {name.removeprefix("decision."): said for name, said in errors_of(error).items()}
        wrong = {name: ASK_FOR.get(name, said) for name, said in wrong.items()}
        return await _form(request, tx, who, item_id, now, values=values, wrong=wrong)
    except DomainError as error:
        if error.field is None:
            raise
        await undo(tx)
        return await _form(request, tx, who, item_id, now, values=values, wrong={error.field: sentence_for(error)})
    return RedirectResponse(f"/meetings/written/{row.id}", status_code=303)


@doors.get("/written/{resolution_id}")
async def show(resolution_id: Reference, request: Request, tx: Read, who: Leader, now: Now) -> Response:
    """What is proposed, who has answered what."""
    shown = await written.show(tx, resolution_id, who)
    context = await sitting_context(tx, who, shown.meeting_id, now)
    return render(request, "written.html", shown=shown, seats=sorted(who.posts & shown.votes.keys()), **context)


@doors.post("/written/{resolution_id}/vote")
async def vote(
    resolution_id: Reference, request: Request, tx: Tx, who: Leader, now: Now, answer: Annotated[Vote, Form()]
) -> Response:
    """One of three buttons."""
    lead_days = settings_of(request).network_lead_days
    await written.vote(tx, resolution_id, answer, who, now=now, lead_days=lead_days)
    return RedirectResponse(f"/meetings/written/{resolution_id}", status_code=303)


async def _form(
    request: Request, tx: Session, who: Leader, item_id: str, now: Now, *, values: Sent | None = None,
    wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    meeting_id = await reading.meeting_of_item(tx, who, item_id)
    await reading.led_meeting(tx, who, meeting_id)
    context = await sitting_context(tx, who, meeting_id, now)
    item = next((each for each in context["sitting"].items if each.id == item_id and each.status == "open"), None)
    if item is None:
        raise NoSuchItem("There is no such open line.")
    codes = [code for code in DECISIONS if code in decided_in_writing(item.kind)]
    context |= {"values": values or Sent({}), "wrong": wrong or {}}
    return render(
        request, "written_ask.html", status_code=422 if wrong else 200, item=item, codes=codes, request_id=new_id(),
        **context,
    )  # fmt: skip
