"""持ち回り: decisions put to the members in writing."""

from fastapi import APIRouter, Request

from services.meetings.actions import written
from services.meetings.api.who import Leader, settings_of
from services.meetings.schemas import VoteForm, WrittenForm, WrittenView
from shared.web import Now, Read, Reference, Tx

api = APIRouter()


@api.post("/items/{item_id}/written", status_code=201)
async def start_written(item_id: Reference, form: WrittenForm, tx: Tx, who: Leader, now: Now) -> WrittenView:
    """Put a decision on a case's line to the members; who leads may."""
    row = await written.start(tx, item_id, form, who, now=now)
    await tx.flush()
    return await written.show(tx, row.id, who)


@api.get("/written/{resolution_id}")
async def show_written(resolution_id: Reference, tx: Read, who: Leader) -> WrittenView:
    """A written resolution with its votes, for the posts of the sitting."""
    return await written.show(tx, resolution_id, who)


@api.post("/written/{resolution_id}/vote")
async def vote(
    resolution_id: Reference, form: VoteForm, request: Request, tx: Tx, who: Leader, now: Now
) -> WrittenView:
    """Answer as a member; a later answer replaces it until the resolution is settled."""
    lead_days = settings_of(request).network_lead_days
    await written.vote(tx, resolution_id, form.vote, who, now=now, lead_days=lead_days)
    await tx.flush()
    return await written.show(tx, resolution_id, who)
