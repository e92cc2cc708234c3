"""An agenda put right by hand, by who leads the sitting."""

from fastapi import APIRouter

from services.meetings.actions import by_hand
from services.meetings.api.who import Leader
from services.meetings.schemas import LengthForm, LineForm, LineView, StepsForm
from shared.web import Now, Reference, Tx

api = APIRouter()


@api.post("/meetings/{meeting_id}/items", status_code=201)
async def add_line(meeting_id: Reference, form: LineForm, tx: Tx, who: Leader, now: Now) -> LineView:
    """A line of one's own: a case, or a theme that names nobody."""
    return LineView.of(await by_hand.add(tx, meeting_id, form, who, now=now))


@api.post("/items/{item_id}/move", status_code=204)
async def move_line(item_id: Reference, form: StepsForm, tx: Tx, who: Leader, now: Now) -> None:
    """Up or down among the others."""
    await by_hand.move(tx, item_id, form.steps, who, now=now)


@api.post("/items/{item_id}/minutes", status_code=204)
async def give_minutes(item_id: Reference, form: LengthForm, tx: Tx, who: Leader, now: Now) -> None:
    """How long it may take."""
    await by_hand.give_minutes(tx, item_id, form.minutes, who, now=now)


@api.post("/items/{item_id}/leave-for-next", status_code=204)
async def leave_for_next(item_id: Reference, tx: Tx, who: Leader, now: Now) -> None:
    """To the next sitting instead."""
    await by_hand.leave_for_next(tx, item_id, who, now=now)


@api.post("/items/{item_id}/copy-to-next", status_code=204)
async def copy_to_next(item_id: Reference, tx: Tx, who: Leader, now: Now) -> None:
    """At the next sitting, too."""
    await by_hand.copy_to_next(tx, item_id, who, now=now)


@api.post("/items/{item_id}/take-off", status_code=204)
async def take_off(item_id: Reference, tx: Tx, who: Leader, now: Now) -> None:
    """A line about a theme is let go."""
    await by_hand.take_off(tx, item_id, who, now=now)
