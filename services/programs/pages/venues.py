"""会場: where programs take place, and when it is open."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.actions import venues
from services.programs.api import Keeper
from services.programs.models import Venue
from services.programs.pages.once import sent_once
from services.programs.schemas import VenueForm
from shared.db import Session
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

doors = APIRouter(prefix="/programs/manage/town")


@doors.get("/venues")
async def every_venue(request: Request, tx: Read, who: Keeper, done: str = "") -> Response:
    """Where programs take place."""
    found = await actions.venues_of(tx, who.municipality)
    hours = await venues.hours_of(tx, [row.id for row in found])
    return render(request, "venues.html", venues=found, hours=hours, words=words, done=done)


@doors.get("/venues/{venue_id}")
async def venue(venue_id: Reference, request: Request, tx: Read, who: Keeper) -> Response:
    """A venue as a form; `new` is one more."""
    values = {} if venue_id == "new" else await _filled(tx, await venues.own_venue(tx, venue_id, who))
    return await _venue(request, tx, who, venue_id, Sent(values))


@doors.post("/venues/{venue_id}")
async def put_venue(venue_id: Reference, request: Request, tx: Tx, who: Keeper, now: Now) -> Response:
    """It is as the form says."""
    values, is_first = await sent_once(tx, await sent(request), now=now)
    known = None if venue_id == "new" else venue_id
    wrong: Mistakes = {}
    if is_first:
        _, wrong = await attempted(tx, lambda: venues.put_venue(tx, known, _venue_form(values), who, now=now))
    if wrong:
        return await _venue(request, tx, who, venue_id, values, wrong)
    return RedirectResponse("/programs/manage/town/venues?done=saved", status_code=303)


async def _filled(tx: Session, row: Venue) -> dict[str, list[str]]:
    """The form as the venue is now."""
    kept = row.model_dump(mode="json", exclude={"id", "municipality"})
    values = {name: [str(value)] for name, value in kept.items() if value not in (None, "")}
    for day, slot in (await venues.hours_of(tx, [row.id]))[row.id].items():
        values |= {f"opens-{day}": [f"{slot.starts:%H:%M}"], f"closes-{day}": [f"{slot.ends:%H:%M}"]}
    return values


def _venue_form(values: Sent) -> VenueForm:
    fields = {name: texts[-1] for name, texts in values.values.items() if "-" not in name and texts[-1] != ""}
    hours = [
        {"weekday": day, "opens": values.one(f"opens-{day}"), "closes": values.one(f"closes-{day}")}
        for day in range(7)
        if values.one(f"opens-{day}") or values.one(f"closes-{day}")
    ]
    return VenueForm.model_validate({**fields, "hours": hours})


async def _venue(
    request: Request, tx: Session, who: Keeper, venue_id: str, values: Sent, wrong: Mistakes | None = None
) -> Response:
    return render(
        request, "venue_form.html", status_code=422 if wrong else 200, venue_id=venue_id, values=values,
        wrong=wrong or {}, words=words, areas=await actions.areas_of(tx, who.municipality),
    )  # fmt: skip
