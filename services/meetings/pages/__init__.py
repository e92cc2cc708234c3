"""HTML doors of meetings: the same actions as the JSON doors, for people."""

from fastapi import APIRouter

from services.meetings.pages import (
    arrange,
    attendance,
    bodies,
    calendar,
    hold,
    membership,
    mine,
    minutes,
    prints,
    replies,
    rooms,
    sitting,
    subscribe,
)

doors = APIRouter(include_in_schema=False)
for topic in (
    mine,
    calendar,
    replies,
    sitting,
    arrange,
    hold,
    bodies,
    membership,
    rooms,
    attendance,
    prints,
    minutes,
    subscribe,
):
    doors.include_router(topic.doors)

__all__ = ["doors"]
