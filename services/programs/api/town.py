"""Organisers, their links, venues and when these are free."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from services.programs import actions
from services.programs.actions import organisers, venues
from services.programs.api.who import Keeper, TownCode, settings_of
from services.programs.errors import NoSuchTown
from services.programs.models import Organiser, Venue
from services.programs.schemas import FreeSlot, LinkForm, LinkView, OrganiserForm, VenueForm
from shared.auth import public
from shared.web import Now, Read, Reference, Tx

api = APIRouter()

LinkReference = Annotated[str, Path(pattern=r"^[0-9a-f]{16,64}$")]
Minutes = Annotated[int, Query(ge=15, le=720)]
Weekday = Annotated[int | None, Query(ge=0, le=6, description="Monday is 0")]


@api.post("/organisers", status_code=201)
async def add_organiser(form: OrganiserForm, tx: Tx, who: Keeper) -> Organiser:
    """An organiser more."""
    return await organisers.put_organiser(tx, None, form, who)


@api.post("/organisers/{organiser_id}/links", status_code=201)
async def make_link(
    organiser_id: Reference, form: LinkForm, request: Request, tx: Tx, who: Keeper, now: Now
) -> LinkView:
    """A link by which an organiser's people post without a password; shown this once."""
    return await organisers.make_link(tx, organiser_id, form, who, public_url=settings_of(request).public_url, now=now)


@api.delete("/organisers/{organiser_id}/links/{reference}", status_code=204)
async def revoke_link(organiser_id: Reference, reference: LinkReference, tx: Tx, who: Keeper, now: Now) -> None:
    """End a link at once; `reference` is the beginning of its SHA-256."""
    await organisers.revoke_link(tx, organiser_id, reference, who, now=now)


@api.post("/venues", status_code=201)
async def add_venue(form: VenueForm, tx: Tx, who: Keeper, now: Now) -> Venue:
    """A venue more."""
    return await venues.put_venue(tx, None, form, who, now=now)


@api.put("/venues/{venue_id}")
async def put_venue(venue_id: Reference, form: VenueForm, tx: Tx, who: Keeper, now: Now) -> Venue:
    """A venue as it is now."""
    return await venues.put_venue(tx, venue_id, form, who, now=now)


@api.get("/venues/free", dependencies=[public])
async def free_slots(
    tx: Read, now: Now, minutes: Minutes = 60, weekday: Weekday = None, town: TownCode = None
) -> list[FreeSlot]:
    """When venues are open and without a program, week by week: for residents who have an idea."""
    found = await actions.town_named(tx, town)
    if found is None:
        raise NoSuchTown("There are no programs yet.")
    return await venues.find_free_slots(tx, found.code, now=now, at_least=timedelta(minutes=minutes), weekday=weekday)
