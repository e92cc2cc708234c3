"""日程調整, arranged: propose dates, see who could come when, remind the silent, set the sitting."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.meetings import words
from services.meetings.actions import reading
from services.meetings.actions.polls import links, reminding, settling, viewing
from services.meetings.api import Arranger
from shared.clock import local_date
from shared.web import Now, Read, Reference, Tx
from shared.web.pages import render

doors = APIRouter(prefix="/meetings/polls")

Deed = Literal["revoke", "anew"]
DEEDS = {"revoke": links.revoke, "anew": links.send_anew}


@doors.get("/{poll_id}")
async def show(poll_id: Reference, request: Request, tx: Read, who: Arranger, now: Now, done: str = "") -> Response:
    """Which date suits best, and who is silent?"""
    poll = await viewing.show(tx, poll_id, who, now=now)
    return render(
        request, "poll.html", poll=poll, names=await reading.names_of(tx, who.municipality), words=words, now=now,
        today=local_date(now), done=done,
    )  # fmt: skip


@doors.post("/{poll_id}/remind")
async def remind(poll_id: Reference, tx: Tx, who: Arranger, now: Now) -> Response:
    """Only those who have said nothing."""
    await reminding.remind_now(tx, poll_id, who, now=now)
    return _back(poll_id, "remind")


@doors.post("/{poll_id}/hold")
async def hold(poll_id: Reference, tx: Tx, who: Arranger, now: Now, date_id: Annotated[Reference, Form()]) -> Response:
    """This date it is."""
    await settling.hold(tx, poll_id, date_id, who, now=now)
    return _back(poll_id, "hold")


@doors.post("/{poll_id}/close")
async def close(poll_id: Reference, tx: Tx, who: Arranger, now: Now) -> Response:
    """No date this time."""
    await settling.close(tx, poll_id, who, now=now)
    return _back(poll_id, "close")


@doors.post("/{poll_id}/invitees/{invitee_id}")
async def change(
    poll_id: Reference, invitee_id: Reference, tx: Tx, who: Arranger, now: Now, do: Annotated[Deed, Form()]
) -> Response:
    """One thing done to somebody's link: what the button says."""
    await DEEDS[do](tx, poll_id, invitee_id, who, now=now)
    return _back(poll_id, do)


def _back(poll_id: str, done: str) -> Response:
    return RedirectResponse(f"/meetings/polls/{poll_id}?done={done}", status_code=303)
