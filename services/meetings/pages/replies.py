"""出席・欠席・代理: one tap on the sitting's page, or from the mail without signing in."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.meetings import words
from services.meetings.actions import replying
from services.meetings.api import Staff
from services.meetings.pages.links import HEADERS, Secret, at_pace
from services.meetings.pages.sitting import sitting_page
from services.meetings.rules.attendance import Presence
from services.meetings.schemas import ReplyForm
from shared.auth import public
from shared.clock import local_date
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import errors_of, read_form, sent
from shared.web.pages import render

doors = APIRouter(prefix="/meetings")


@doors.post("/invitations/{invitation_id}/reply")
async def reply(invitation_id: Reference, request: Request, tx: Tx, who: Staff, now: Now) -> Response:
    """Answer one of my invitations; a colleague's name has a field of its own beside each."""
    values = await sent(request)
    call = await replying.own_call(tx, invitation_id, who)
    field = f"substitute-{invitation_id}"
    try:
        form = ReplyForm.model_validate({"answer": values.one("answer"), "substitute": values.one(field)})
    except ValidationError as error:
        wrong = {field if name == "substitute" else name: said for name, said in errors_of(error).items()}
        return await sitting_page(request, tx, who, call.meeting_id, now, values=values, wrong=wrong)
    await replying.reply(tx, invitation_id, form, who, now=now)
    return RedirectResponse(f"/meetings/sittings/{call.meeting_id}?done=reply", status_code=303)


@doors.get("/replies/{secret}", dependencies=[public])
async def asked(
    secret: Secret, request: Request, tx: Read, now: Now, answer: Annotated[Presence | None, Query()] = None,
    done: str = "",
) -> Response:  # fmt: skip
    """What the mail asks; looking changes nothing, for mail programs follow links before people do."""
    return await _asked(request, tx, secret, now, answer, done=bool(done))


@doors.post("/replies/{secret}", dependencies=[public])
async def reply_by_link(secret: Secret, request: Request, tx: Tx, now: Now) -> Response:
    """The one button under what was chosen."""
    values = await sent(request)
    try:
        form = read_form(values, ReplyForm)
    except ValidationError as error:
        chosen = Presence.SUBSTITUTE if "substitute" in errors_of(error) else None
        return await _asked(request, tx, secret, now, chosen, wrong=errors_of(error))
    with at_pace(request, secret, now):
        await replying.reply_by_link(tx, secret, form, now=now)
    return RedirectResponse(f"/meetings/replies/{secret}?done=reply", status_code=303, headers=HEADERS)


async def _asked(
    request: Request, tx: Read, secret: str, now: Now, answer: Presence | None, *, done: bool = False,
    wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    with at_pace(request, secret, now):
        asked = await replying.asked_by_link(tx, secret, now=now)
    return render(
        request, "reply.html", status_code=422 if wrong else 200, headers=HEADERS, asked=asked, chosen=answer,
        done=done, wrong=wrong or {}, words=words, address=f"/meetings/replies/{secret}", today=local_date(now),
    )  # fmt: skip
