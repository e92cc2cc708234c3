"""HTML doors of programs: the week for residents; the desk, the programs and the town's places for who runs them."""

from fastapi import APIRouter

from services.programs.pages import board, by_link, dates, flyers, manage, mine, organisers, resting, times, venues

doors = APIRouter(include_in_schema=False)
# Names before ids: `/programs/{program_id}` comes last, `/programs/manage/{program_id}` after the town's own pages.
for topic in (mine, by_link, venues, organisers, resting, times, dates, manage, flyers, board):
    doors.include_router(topic.doors)

__all__ = ["doors"]
