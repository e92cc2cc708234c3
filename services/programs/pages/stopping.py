"""きょうは中止: one button behind the link of the morning's mail, and the way back."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.actions import reminding
from services.programs.errors import NoSuchLink
from services.programs.rules import CancelReason
from services.programs.schemas import GivenReason
from shared.auth import public
from shared.web import Now, Read, Reference, Tx
from shared.web.links import HEADERS, Secret, at_pace
from shared.web.pages import render

doors = APIRouter(prefix="/programs/stop", dependencies=[public])


@doors.get("/{secret}")
async def show(secret: Secret, request: Request, tx: Read, now: Now) -> Response:
    """Which session; looking changes nothing, for mail programs follow links before people do."""
    with at_pace(request, secret, now, NoSuchLink):
        who, session, program = await reminding.by_stop_link(tx, secret, now=now)
    return render(
        request, "stop.html", session=session, program=program, secret=secret, words=words, headers=HEADERS,
        change=await actions.last_change(tx, who, now=now, of=program),
    )  # fmt: skip


@doors.post("/{secret}")
async def stop(
    secret: Secret, request: Request, tx: Tx, now: Now, reason: Annotated[GivenReason, Form()] = CancelReason.OTHER
) -> Response:
    """中止する."""
    with at_pace(request, secret, now, NoSuchLink):
        await reminding.stop(tx, secret, reason=reason, now=now)
    return RedirectResponse(f"/programs/stop/{secret}", status_code=303, headers=HEADERS)


@doors.post("/{secret}/undo/{change_id}")
async def undo(secret: Secret, change_id: Reference, request: Request, tx: Tx, now: Now) -> Response:
    """元に戻す."""
    with at_pace(request, secret, now, NoSuchLink):
        who, _, _ = await reminding.by_stop_link(tx, secret, now=now)
        await actions.undo_change(tx, change_id, who, now=now)
    return RedirectResponse(f"/programs/stop/{secret}", status_code=303, headers=HEADERS)
