"""出欠: who was there."""

from fastapi import APIRouter

from services.meetings.actions import attending
from services.meetings.api.who import Leader
from services.meetings.schemas import AttendanceForm, AttendanceView
from shared.web import Now, Read, Reference, Tx

api = APIRouter()


@api.get("/meetings/{meeting_id}/attendance")
async def show_attendance(meeting_id: Reference, tx: Read, who: Leader) -> AttendanceView:
    """Who comes or came, by what is recorded or replied; for the posts of the sitting."""
    return await attending.sheet(tx, who, meeting_id)


@api.put("/meetings/{meeting_id}/attendance")
async def record_attendance(
    meeting_id: Reference, form: AttendanceForm, tx: Tx, who: Leader, now: Now
) -> AttendanceView:
    """Record who was there and in which capacity; who leads the sitting may."""
    await attending.record(tx, meeting_id, form, who, now=now)
    await tx.flush()
    return await attending.sheet(tx, who, meeting_id)
