"""HTML doors of programs, for residents, for who runs programs, and for who finds people one."""

from fastapi import APIRouter

from services.programs.pages import (
    board,
    by_link,
    conditions,
    dates,
    flyers,
    gaps,
    ideas,
    importing,
    kizuki,
    manage,
    match,
    mine,
    open_data,
    organisers,
    photos,
    registering,
    registration_rules,
    resting,
    stopping,
    sweeping,
    times,
    venues,
    weather,
)

doors = APIRouter(include_in_schema=False)
# Names before ids: `/programs/{program_id}` comes last, `/programs/manage/{program_id}` after the town's own pages.
for topic in (
    mine, by_link, photos, stopping, registering, venues, organisers, resting, importing, registration_rules, sweeping,
    weather, times, dates, manage, conditions, match, gaps, kizuki, flyers, open_data, ideas, board,
):  # fmt: skip
    doors.include_router(topic.doors)

__all__ = ["doors"]
