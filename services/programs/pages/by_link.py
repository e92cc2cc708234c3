"""The organiser's desk for who holds a link: no account, no password, one address kept on the phone."""

from fastapi import APIRouter, Depends, Request

from services.programs.actions import organisers
from services.programs.errors import NoSuchLink
from services.programs.pages.desk import Desk
from services.programs.pages.desks import desk_doors
from shared.auth import public
from shared.web import Now
from shared.web.links import HEADERS, Secret, at_pace

PREFIX = "/programs/post"


async def _by_link(secret: Secret, request: Request, now: Now) -> Desk:
    """Read and done with: a door that changes something holds one connection, not two."""
    with at_pace(request, secret, now, NoSuchLink):
        async with request.app.state.db.reading() as tx:
            who = await organisers.who_by_link(tx, secret, now=now)
    return Desk(who, f"{PREFIX}/{secret}", secret, HEADERS)


doors = APIRouter(dependencies=[public])
doors.include_router(desk_doors(PREFIX + "/{secret}", Depends(_by_link)))
