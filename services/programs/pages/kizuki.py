"""気づきを書く: what did you notice? One sentence that names nobody."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.api import Noticer
from services.programs.schemas import KizukiForm, KizukiView
from shared.auth import Role
from shared.clock import local_date, new_id
from shared.db import Session
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import attempted
from shared.web.pages import render

doors = APIRouter(prefix="/programs/kizuki")
AreaChosen = Annotated[Reference | None, Query()]


@doors.get("")
async def show(request: Request, tx: Read, who: Noticer, now: Now, area: AreaChosen = None, done: str = "") -> Response:
    """An empty form; those who make something of the notes see the newest."""
    return await _show(request, tx, who, now, Sent({"area": [area or ""]}), done=done, area=area)


@doors.post("")
async def note(request: Request, tx: Tx, who: Noticer, now: Now) -> Response:
    """残す."""
    values = await sent(request)
    _, wrong = await attempted(tx, lambda: actions.note_kizuki(tx, read_form(values, KizukiForm), who, now=now))
    if wrong:
        return await _show(request, tx, who, now, values, wrong=wrong)
    return RedirectResponse("/programs/kizuki?done=noted", status_code=303)


async def _show(
    request: Request, tx: Session, who: Noticer, now: Now, values: Sent, *, done: str = "", area: str | None = None,
    wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    collects = who.has(Role.COORDINATOR, Role.PROMOTER, Role.ADMIN)
    notes = [KizukiView.of(each) for each in await actions.newest_kizuki(tx, who, area)] if collects else []
    return render(
        request, "kizuki.html", status_code=422 if wrong else 200, values=values, wrong=words.ask_for(wrong or {}),
        done=done,
        areas=await actions.areas_of(tx, who.municipality), notes=notes, collects=collects, area=area,
        today=local_date(now), request_id=new_id(), words=words,
    )  # fmt: skip
