"""会議体: their rules."""

from fastapi import APIRouter, Request

from services.meetings.actions import bodies, membership, series
from services.meetings.api.who import Arranger, Member, settings_of
from services.meetings.schemas import BodyView, ChangeView, MembershipForm, SeriesForm
from shared.web import Now, Read, Reference, Tx

api = APIRouter()


@api.get("/bodies")
async def list_bodies(tx: Read, who: Member) -> list[BodyView]:
    """The town's bodies with their rules."""
    return [BodyView.of(body) for body in await bodies.bodies_of(tx, who)]


@api.post("/bodies/{body_id}/series/preview")
async def preview_series(
    body_id: Reference, form: SeriesForm, request: Request, tx: Read, who: Arranger, now: Now
) -> ChangeView:
    """What a new rule would change; nothing is changed."""
    months = settings_of(request).horizon_months
    preview = await series.preview(tx, body_id, form, who, now=now, months=months)
    return ChangeView.of(preview.change, [moment for moment, _called in preview.overlaps])


@api.post("/bodies/{body_id}/series")
async def change_series(
    body_id: Reference, form: SeriesForm, request: Request, tx: Tx, who: Arranger, now: Now
) -> ChangeView:
    """From a day on the body sits by another rule; UIDs of what stays are kept."""
    months = settings_of(request).horizon_months
    return ChangeView.of(await series.change_rest(tx, body_id, form, who, now=now, months=months))


@api.put("/bodies/{body_id}/membership")
async def change_membership(body_id: Reference, form: MembershipForm, tx: Tx, who: Arranger, now: Now) -> BodyView:
    """Who makes up the body, and what it may speak of."""
    return BodyView.of(await membership.change(tx, body_id, form, who, now=now))


@api.post("/bodies/{body_id}/publish")
async def publish_drafts(body_id: Reference, tx: Tx, who: Arranger, now: Now) -> dict[str, int]:
    """The body's drafts become sittings."""
    return {"published": await series.announce_drafts(tx, body_id, who, now=now)}
