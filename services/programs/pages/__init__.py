"""HTML doors of programs: the week for residents and organisers; matching, gaps and kizuki for staff."""

from fastapi import APIRouter

from services.programs.pages import board, cancel, conditions, gaps, kizuki, match, mine

doors = APIRouter(include_in_schema=False)
# board last: its `/programs/{program_id}` would take the others' addresses
for topic in (mine, cancel, conditions, match, gaps, kizuki, board):
    doors.include_router(topic.doors)

__all__ = ["doors"]
