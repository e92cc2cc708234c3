"""HTML doors of meetings: the same actions as the JSON doors, for people."""

from fastapi import APIRouter

from services.meetings.pages import (
    action_items,
    arrange,
    askings,
    attendance,
    bodies,
    busy,
    calendar,
    closures,
    convene,
    hold,
    membership,
    mine,
    minutes,
    poll_new,
    polls,
    prints,
    replies,
    rooms,
    sitting,
    subscribe,
    written,
)

doors = APIRouter(include_in_schema=False)
for topic in (
    mine, calendar, replies, sitting, attendance, prints, minutes, action_items, written, arrange, hold, bodies,
    convene, closures, membership, rooms, subscribe, poll_new, polls, askings, busy,
):  # fmt: skip
    doors.include_router(topic.doors)

__all__ = ["doors"]
