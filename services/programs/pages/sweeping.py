"""まとめて中止する: what stops, and who hears? Shown first, done in one action; who is not reached; open again."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.actions import calling, reaching, sweeping
from services.programs.api import Organiser
from services.programs.pages.once import confirmed_in, sent_once
from services.programs.schemas import AskedSweep, PhoneTreeForm, SweepView
from shared.clock import local_date
from shared.db import Session
from shared.paper import Press
from shared.web import Keys, Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import lang_of, render

doors = APIRouter(prefix="/programs/manage")


@doors.get("/sweep")
async def form(request: Request, tx: Read, who: Organiser, now: Now, done: str = "") -> Response:
    """Which days, which part of them, where, which kind, why? Once that is said: what stops, and who hears."""
    asked = request.query_params
    values = Sent({name: asked.getlist(name) for name in AskedSweep.model_fields if name in asked})
    if not values.values:
        today = local_date(now).isoformat()
        return await _form(request, tx, who, now, Sent({"first_day": [today], "last_day": [today]}), done=done)
    shown, wrong = await attempted(tx, lambda: sweeping.preview_sweep(tx, read_form(values, AskedSweep), who, now=now))
    return await _form(request, tx, who, now, values, wrong=wrong, preview=shown)


@doors.post("/sweep")
async def sweep(request: Request, tx: Tx, who: Organiser, now: Now) -> Response:
    """The deed, once what was shown is confirmed."""
    values, is_first = await sent_once(tx, await sent(request), now=now)
    if not is_first:
        return RedirectResponse("/programs/manage/sweep", status_code=303)
    fields, is_sure = confirmed_in(values)
    if not is_sure:
        return RedirectResponse(f"/programs/manage/sweep?{urlencode(fields.values, doseq=True)}", status_code=303)
    done, wrong = await attempted(tx, lambda: sweeping.sweep(tx, read_form(fields, AskedSweep), who, now=now))
    if done is None:
        return await _form(request, tx, who, now, fields, wrong=wrong)
    place = f"changes/{done.change_id}" if done.change_id else "sweep?done=nothing"
    return RedirectResponse(f"/programs/manage/{place}", status_code=303)


@doors.get("/changes/{change_id}")
async def one(change_id: Reference, request: Request, tx: Tx, who: Organiser, keys: Keys, now: Now) -> Response:
    """見守り連絡先: who has not heard yet? Their names are opened on purpose, so even looking is written down."""
    return await _listed(request, tx, change_id, who, keys, now)


@doors.post("/changes/{change_id}/reached")
async def reached(change_id: Reference, request: Request, tx: Tx, who: Organiser, now: Now) -> Response:
    """連絡がついた. The answer is small and opens no name: with htmx the row's mark, else how many are left."""
    registration_id = (await sent(request)).one("reached")
    at = await reaching.note_reached(tx, change_id, registration_id, who, now=now)
    if request.headers.get("hx-request"):
        return render(request, "reach/mark.html", at=at, registration_id=registration_id, change_id=change_id)
    left = await reaching.still_to_reach(tx, change_id, who)
    return render(request, "reach/noted.html", change_id=change_id, at=at, left=left)


@doors.post("/changes/{change_id}/not-reached")
async def not_reached(change_id: Reference, request: Request, tx: Tx, who: Organiser) -> Response:
    """まちがえました: the tick is taken back."""
    registration_id = (await sent(request)).one("reached")
    await reaching.take_back(tx, change_id, registration_id, who)
    return RedirectResponse(f"/programs/manage/changes/{change_id}#to-{registration_id}", status_code=303)


@doors.post("/changes/{change_id}/phone-tree.pdf")
async def phone_tree(change_id: Reference, request: Request, who: Organiser, keys: Keys, now: Now) -> Response:
    """電話の順番表 on paper: drawn after the names were opened and that was written down."""
    values, lang = await sent(request), lang_of(request)
    async with request.app.state.db.transaction() as tx:
        paper, wrong = await attempted(
            tx,
            lambda: calling.phone_tree_of(
                tx, change_id, read_form(values, PhoneTreeForm), who, lang, keys=keys, now=now
            ),
        )
        if paper is None:
            return await _listed(request, tx, change_id, who, keys, now, values=values, wrong=wrong)
    press: Press = request.app.state.press
    headers = {"Content-Disposition": 'inline; filename="phone-tree.pdf"', "Cache-Control": "no-store"}
    return Response(await press.print(paper), media_type="application/pdf", headers=headers)


@doors.post("/changes/{change_id}/open")
async def open_again(change_id: Reference, tx: Tx, who: Organiser, now: Now) -> Response:
    """再開する."""
    await sweeping.open_again(tx, change_id, who, now=now)
    return RedirectResponse(f"/programs/manage/changes/{change_id}", status_code=303)


async def _listed(
    request: Request, tx: Session, change_id: str, who: Organiser, keys: Keys, now: Now, *, values: Sent | None = None,
    wrong: Mistakes | None = None,
) -> Response:  # fmt: skip
    rows = await reaching.safety_list(tx, change_id, who, keys=keys, now=now)
    sessions = await reaching.sessions_of(tx, change_id, who)
    return render(
        request, "reach.html", status_code=422 if wrong else 200, change_id=change_id, rows=rows, sessions=sessions,
        words=words, values=values or Sent({}), wrong=wrong or {},
        change=await actions.last_change(tx, who, now=now), headers={"Cache-Control": "no-store"},
    )  # fmt: skip


async def _form(
    request: Request, tx: Session, who: Organiser, now: Now, values: Sent, *, wrong: Mistakes | None = None,
    preview: SweepView | None = None, **shown: Any,
) -> Response:  # fmt: skip
    return render(
        request, "sweep.html", status_code=422 if wrong else 200, values=values, wrong=wrong or {}, preview=preview,
        words=words, areas=await actions.areas_of(tx, who.municipality), done=shown.get("done", ""),
        sweeps=await sweeping.sweeps_of(tx, who, now=now),
    )  # fmt: skip
