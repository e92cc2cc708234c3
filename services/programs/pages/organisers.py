"""主催: who runs programs, and which links are on their phones."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import words
from services.programs.actions import organisers
from services.programs.api import Keeper, settings_of
from services.programs.pages.once import sent_once
from services.programs.schemas import LinkForm, LinkView, OrganiserForm
from shared.db import Session
from shared.ui.qr import secret_qr
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.links import HEADERS
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

LinkReference = Annotated[str, Path(pattern=r"^[0-9a-f]{16,64}$")]

doors = APIRouter(prefix="/programs/manage/town")


@doors.get("/organisers")
async def every_organiser(request: Request, tx: Read, who: Keeper, address: str = "") -> Response:
    """Who runs programs, and which links are on their phones."""
    return await _organisers(request, tx, who, address=address)


@doors.post("/organisers")
async def add_organiser(request: Request, tx: Tx, who: Keeper, now: Now) -> Response:
    """An organiser more."""
    values, is_first = await sent_once(tx, await sent(request), now=now)
    wrong: Mistakes = {}
    if is_first:
        _, wrong = await attempted(
            tx, lambda: organisers.put_organiser(tx, None, read_form(values, OrganiserForm), who)
        )
    if wrong:
        return await _organisers(request, tx, who, values, wrong)
    return RedirectResponse("/programs/manage/town/organisers", status_code=303)


@doors.post("/organisers/{organiser_id}/links")
async def make_link(organiser_id: Reference, request: Request, tx: Tx, who: Keeper, now: Now) -> Response:
    """A link for one phone, shown this once."""
    values = await sent(request)
    made, wrong = await attempted(
        tx,
        lambda: organisers.make_link(
            tx, organiser_id, read_form(values, LinkForm), who, public_url=settings_of(request).public_url, now=now
        ),
    )
    return await _organisers(request, tx, who, values, wrong, made)


@doors.post("/organisers/{organiser_id}/links/{reference}/revoke")
async def revoke_link(organiser_id: Reference, reference: LinkReference, tx: Tx, who: Keeper, now: Now) -> Response:
    """It opens nothing any more."""
    await organisers.revoke_link(tx, organiser_id, reference, who, now=now)
    return RedirectResponse("/programs/manage/town/organisers", status_code=303)


async def _organisers(
    request: Request, tx: Session, who: Keeper, values: Sent | None = None, wrong: Mistakes | None = None,
    made: LinkView | None = None, address: str = "",
) -> Response:  # fmt: skip
    found = await organisers.organisers_of(tx, who.municipality)
    links = {row.id: await organisers.links_of(tx, row.id, who) for row in found}
    return render(
        request, "organisers.html", status_code=422 if wrong else 200, organisers=found, links=links, made=made,
        values=values or Sent({}), wrong=wrong or {}, words=words, headers=HEADERS if made else {},
        qr=secret_qr(made.url) if made else None, address=address,
    )  # fmt: skip
