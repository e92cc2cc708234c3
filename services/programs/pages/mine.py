"""The organiser's desk for who signed in."""

from fastapi import APIRouter, Depends

from services.programs.api import Organiser
from services.programs.pages.attending import attendance_doors
from services.programs.pages.desk import Desk, desk_doors
from services.programs.pages.photos import photo_doors

BASE = "/programs/mine"


async def _signed_in(who: Organiser) -> Desk:
    return Desk(who, BASE)


doors = APIRouter()
for made in (desk_doors, attendance_doors, photo_doors):
    doors.include_router(made(BASE, Depends(_signed_in)))
