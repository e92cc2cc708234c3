"""The organiser's desk for who signed in."""

from fastapi import Depends

from services.programs.api import Organiser
from services.programs.pages.desk import Desk
from services.programs.pages.desks import desk_doors

BASE = "/programs/mine"


async def _signed_in(who: Organiser) -> Desk:
    return Desk(who, BASE)


doors = desk_doors(BASE, Depends(_signed_in))
