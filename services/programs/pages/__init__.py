"""HTML doors of programs: 今週の予定 for residents, 今週を出す and 中止する for organisers."""

from fastapi import APIRouter

from services.programs.pages import board, by_link, mine

doors = APIRouter(include_in_schema=False)
for topic in (mine, by_link, board):  # board last: its `/programs/{program_id}` would take the others' addresses
    doors.include_router(topic.doors)

__all__ = ["doors"]
