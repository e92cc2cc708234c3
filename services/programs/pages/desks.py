"""All that is done at a desk, whichever way somebody came to sit at it."""

from typing import Any

from fastapi import APIRouter

from services.programs.pages.attending import attendance_doors
from services.programs.pages.calling_off import calling_off_doors
from services.programs.pages.desk import posting_doors
from services.programs.pages.photos import photo_doors


def desk_doors(prefix: str, at: Any) -> APIRouter:
    """A desk's doors under `prefix`; `at` is the dependency that finds the Desk, and keeps strangers away."""
    doors = APIRouter()
    for made in (posting_doors, calling_off_doors, attendance_doors, photo_doors):
        doors.include_router(made(prefix, at))
    return doors
