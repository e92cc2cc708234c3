"""HTML doors of intake: the same actions as the JSON doors, for people."""

from fastapi import APIRouter

from services.intake.pages import case, cases, consultations, referrals, today

doors = APIRouter(include_in_schema=False)
for topic in (today, consultations, cases, case, referrals):
    doors.include_router(topic.doors)

__all__ = ["doors"]
