"""HTML doors of meetings: the same actions as the JSON doors, for people."""

from fastapi import APIRouter

from services.meetings.pages import attendance, bodies, hold, mine, minutes, prints, replies, sitting, subscribe

doors = APIRouter(include_in_schema=False)
for topic in (mine, sitting, replies, attendance, prints, minutes, hold, bodies, subscribe):
    doors.include_router(topic.doors)

__all__ = ["doors"]
