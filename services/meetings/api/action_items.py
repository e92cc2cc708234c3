"""やること: what a sitting asks of somebody."""

from fastapi import APIRouter

from services.meetings.actions import action_items
from services.meetings.api.who import Leader, Staff
from services.meetings.schemas import ActionForm, ActionView
from shared.web import Now, Read, Reference, Tx

api = APIRouter()


@api.get("/meetings/{meeting_id}/actions")
async def list_actions(meeting_id: Reference, tx: Read, who: Leader) -> list[ActionView]:
    """What was asked for at a sitting; for its posts."""
    return await action_items.of_sitting(tx, meeting_id, who)


@api.post("/meetings/{meeting_id}/actions", status_code=204)
async def add_action(meeting_id: Reference, form: ActionForm, tx: Tx, who: Leader, now: Now) -> None:
    """Ask something of a post or an agency; who leads the sitting may."""
    await action_items.add(tx, meeting_id, form, who, now=now)


@api.post("/actions/{action_id}/finish", status_code=204)
async def finish_action(action_id: Reference, tx: Tx, who: Staff, now: Now) -> None:
    """It is done, says its owner or who leads the body."""
    await action_items.finish(tx, action_id, who, now=now)
