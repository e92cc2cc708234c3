"""Calendar subscriptions."""

from fastapi import APIRouter, Request

from services.meetings import feeds
from services.meetings.api.who import Member, settings_of
from services.meetings.schemas import FeedForm, FeedView
from shared.web import Now, Tx

api = APIRouter()


@api.post("/feeds", status_code=201)
async def subscribe(form: FeedForm, request: Request, tx: Tx, who: Member, now: Now) -> FeedView:
    """A calendar address for one of the caller's own posts, agencies or bodies; its secret is shown this once."""
    return await feeds.subscribe(tx, form, who, public_url=settings_of(request).public_url, now=now)
