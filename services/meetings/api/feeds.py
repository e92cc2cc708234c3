"""Calendar subscriptions."""

from fastapi import APIRouter, Request

from services.meetings import feeds
from services.meetings.api.who import Member, settings_of
from services.meetings.schemas import FeedForm, FeedRow, FeedView
from shared.web import Now, Read, Reference, Tx

api = APIRouter()


@api.post("/feeds", status_code=201)
async def subscribe(form: FeedForm, request: Request, tx: Tx, who: Member, now: Now) -> FeedView:
    """A calendar address for one of the caller's own posts, agencies or bodies; its secret is shown this once."""
    return await feeds.subscribe(tx, form, who, public_url=settings_of(request).public_url, now=now)


@api.get("/feeds")
async def list_feeds(tx: Read, who: Member, now: Now) -> list[FeedRow]:
    """The caller's own subscriptions, without their secrets; when and by which calendar each was last fetched."""
    return await feeds.list_feeds(tx, who, now=now)


@api.post("/feeds/{reference}/rotate", status_code=201)
async def rotate_feed(reference: Reference, request: Request, tx: Tx, who: Member, now: Now) -> FeedView:
    """A new address for the same calendar; the old one works for seven days more."""
    return await feeds.rotate(tx, who, reference, public_url=settings_of(request).public_url, now=now)


@api.post("/feeds/{reference}/revoke", status_code=204)
async def revoke_feed(reference: Reference, tx: Tx, who: Member, now: Now) -> None:
    """End a subscription at once."""
    await feeds.revoke(tx, who, reference, now=now)
