"""議事録. Reading is written down, so even a GET writes."""

from fastapi import APIRouter

from services.meetings.actions import minutes_reading, minutes_writing
from services.meetings.api.who import Leader, Staff
from services.meetings.schemas import AddendumForm, MinutesForm, MinutesView
from shared.web import Keys, Now, Reference, Tx

api = APIRouter()


@api.get("/meetings/{meeting_id}/minutes")
async def read_minutes(meeting_id: Reference, tx: Tx, who: Staff, keys: Keys, now: Now) -> MinutesView:
    """The minutes of the lines the caller sees; the reading is written down."""
    return await minutes_reading.read(tx, meeting_id, who, keys=keys, now=now)


@api.put("/meetings/{meeting_id}/minutes/{part}")
async def write_minutes(
    meeting_id: Reference, part: Reference, form: MinutesForm, tx: Tx, who: Staff, keys: Keys, now: Now
) -> dict[str, int]:
    """Write one part; 409 when it changed since the version the caller read."""
    return {"version": await minutes_writing.write(tx, meeting_id, part, form, who, keys=keys, now=now)}


@api.post("/meetings/{meeting_id}/minutes/{part}/addenda", status_code=204)
async def add_to_minutes(
    meeting_id: Reference, part: Reference, form: AddendumForm, tx: Tx, who: Staff, keys: Keys, now: Now
) -> None:
    """Correct approved minutes by a line of its own."""
    await minutes_writing.add(tx, meeting_id, part, form, who, keys=keys, now=now)


@api.post("/meetings/{meeting_id}/minutes-approval", status_code=204)
async def approve_minutes(meeting_id: Reference, tx: Tx, who: Leader, now: Now) -> None:
    """The minutes are right; from now on they are locked."""
    await minutes_writing.approve(tx, meeting_id, who, now=now)
