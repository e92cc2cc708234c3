"""会議体のつくり: who makes it up, and what it may speak of."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.meetings import words
from services.meetings.actions import bodies, membership, reading
from services.meetings.api import Arranger
from services.meetings.rules.themes import THEMES
from services.meetings.schemas import MembershipForm
from shared.auth import Who
from shared.contracts.words import ItemKind
from shared.db import Session
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import attempted
from shared.web.pages import render

doors = APIRouter(prefix="/meetings/bodies")


@doors.get("/{body_id}/membership")
async def show(body_id: Reference, request: Request, tx: Read, who: Arranger) -> Response:
    """The form, filled in as it is."""
    body = await reading.arranged_body(tx, who, body_id)
    return await _form(request, tx, who, body_id, _filled(MembershipForm.of(body)))


@doors.post("/{body_id}/membership")
async def change(body_id: Reference, request: Request, tx: Tx, who: Arranger, now: Now) -> Response:
    """Set it; people who are newly called or no longer called are told."""
    values = await sent(request)
    _, wrong = await attempted(
        tx, lambda: membership.change(tx, body_id, read_form(values, MembershipForm), who, now=now)
    )
    if wrong:
        return await _form(request, tx, who, body_id, values, wrong)
    return RedirectResponse(f"/meetings/bodies/{body_id}?done=membership", status_code=303)


def _filled(form: MembershipForm) -> Sent:
    lists = {
        name: value if isinstance(value, list) else [value] for name, value in form.model_dump(mode="json").items()
    }
    given = {name: [str(each) for each in value if each is not None] for name, value in lists.items()}
    return Sent({name: texts for name, texts in given.items() if texts})


async def _form(
    request: Request, tx: Session, who: Who, body_id: str, values: Sent,
    wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    body = await bodies.body_of(tx, who, body_id)
    return render(
        request, "membership.html", status_code=422 if wrong else 200, body=body, values=values, wrong=wrong or {},
        words=words, names=await reading.names_of(tx, who.municipality),
        others=[each for each in await bodies.bodies_of(tx, who) if each.id != body.id and not each.sits_with],
        kinds=[kind for kind in ItemKind if kind in THEMES],
    )  # fmt: skip
