"""日程調整, asked: ○△× for each date, from the mail without signing in, or as one's own post or agency."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.meetings import words
from services.meetings.actions.polls import answering
from services.meetings.api import Staff
from services.meetings.errors import AskingIsOver, NoSuchAsking
from services.meetings.pages.links import HEADERS, Secret, at_pace
from services.meetings.rules.polls import Ending
from services.meetings.schemas import AnswersForm, AskingView, OverView
from shared.auth import public
from shared.clock import local_date
from shared.db import undo
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, sent
from shared.web.pages import render

SAY = "say-"  # before a date's id: the name of its three buttons
Wrong = Mapping[str, tuple[str, str]]

doors = APIRouter(prefix="/meetings")


@doors.get("/dates/{secret}", dependencies=[public])
async def asked_by_link(secret: Secret, request: Request, tx: Read, now: Now, done: str = "") -> Response:
    """What the mail asks; looking changes nothing, for mail programs follow links before people do."""
    return await _by_link(request, tx, secret, now, done=bool(done))


@doors.post("/dates/{secret}", dependencies=[public])
async def answer_by_link(secret: Secret, request: Request, tx: Tx, now: Now) -> Response:
    """The one button under the dates."""
    values = await sent(request)
    try:
        form = _form(values)
        with at_pace(request, secret, now):
            await answering.answer_by_link(tx, secret, form, now=now)
    except ValidationError:
        return await _by_link(request, tx, secret, now, values=values)
    except NoSuchAsking:
        return _page(request, OverView(ending=Ending.VOID), "", now, headers=HEADERS)
    except AskingIsOver:
        await undo(tx)
        return await _by_link(request, tx, secret, now)
    return RedirectResponse(f"/meetings/dates/{secret}?done=answer", status_code=303, headers=HEADERS)


@doors.get("/askings/{invitee_id}")
async def asked(invitee_id: Reference, request: Request, tx: Read, who: Staff, now: Now, done: str = "") -> Response:
    """The same for somebody signed in."""
    shown = await answering.asked(tx, invitee_id, who, now=now)
    return _page(request, shown, f"/meetings/askings/{invitee_id}", now, done=bool(done))


@doors.post("/askings/{invitee_id}")
async def answer(invitee_id: Reference, request: Request, tx: Tx, who: Staff, now: Now) -> Response:
    """Answer for one's own post or agency."""
    values, address = await sent(request), f"/meetings/askings/{invitee_id}"
    try:
        await answering.answer(tx, invitee_id, _form(values), who, now=now)
    except ValidationError:
        return _page(request, await answering.asked(tx, invitee_id, who, now=now), address, now, values=values)
    except AskingIsOver:
        await undo(tx)
        return _page(request, await answering.asked(tx, invitee_id, who, now=now), address, now)
    return RedirectResponse(f"{address}?done=answer", status_code=303)


def _form(values: Sent) -> AnswersForm:
    """The dates for which a button was chosen; the others are left as they were."""
    said = [(name, values.one(name)) for name in values.values if name.startswith(SAY)]
    return AnswersForm.model_validate(
        {"answers": [{"date_id": name.removeprefix(SAY), "answer": answer} for name, answer in said]}
    )


async def _by_link(
    request: Request, tx: Read, secret: str, now: Now, *, done: bool = False, values: Sent | None = None
) -> Response:
    """A link nobody sent looks like any other that is void."""
    try:
        with at_pace(request, secret, now):
            shown = await answering.asked_by_link(tx, secret, now=now)
    except NoSuchAsking:
        shown = OverView(ending=Ending.VOID)
    return _page(request, shown, f"/meetings/dates/{secret}", now, done=done, values=values, headers=HEADERS)


def _page(
    request: Request, shown: AskingView | OverView, address: str, now: Now, *, done: bool = False,
    values: Sent | None = None, **more: Any,
) -> Response:  # fmt: skip
    """The dates, or why nobody can answer any more; with `values`, what was sent and can't be taken."""
    if isinstance(shown, OverView):
        signed_in = address.startswith("/meetings/askings/")
        return render(request, "poll_over.html", status_code=410, over=shown, signed_in=signed_in, words=words, **more)
    wrong: Wrong = {f"{SAY}{shown.dates[0].id}": words.ASK_FOR_DATES["answers"]} if values else {}
    return render(
        request, "poll_answer.html", status_code=422 if values else 200, asked=shown, address=address, done=done,
        values=values or Sent({}), wrong=wrong, words=words, today=local_date(now), **more,
    )  # fmt: skip
