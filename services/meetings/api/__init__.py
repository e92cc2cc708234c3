"""JSON doors of meetings, by topic: parse, call one action, shape the answer."""

from fastapi import APIRouter

from services.meetings.api import (
    action_items,
    agenda,
    attendance,
    bodies,
    closures,
    deciding,
    feeds,
    minutes,
    polls,
    replies,
    rooms,
    sittings,
    written,
)
from services.meetings.api.who import Admin, Arranger, Leader, Member, Staff, settings_of

api = APIRouter(prefix="/meetings/api", tags=["meetings"])
for topic in (
    sittings, agenda, replies, attendance, minutes, action_items, written, deciding, bodies, closures, rooms, feeds,
    polls,
):  # fmt: skip
    api.include_router(topic.api)

__all__ = ["Admin", "Arranger", "Leader", "Member", "Staff", "api", "settings_of"]
