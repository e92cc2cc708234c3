"""オープンデータ: what of the programs anybody may take along, and under which licence."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.programs import actions
from services.programs.api import TownCode, settings_of
from shared.auth import public
from shared.web import Read
from shared.web.pages import render

doors = APIRouter(prefix="/programs")


@doors.get("/open-data", dependencies=[public])
async def open_data(request: Request, tx: Read, town: TownCode = None) -> Response:
    """What there is, in which format, and what may be done with it."""
    settings, found = settings_of(request), await actions.town_named(tx, town, request.state.who)
    return render(
        request, "open_data.html", municipality=found, towns=await actions.towns(tx), settings=settings,
        public_url=settings.public_url.rstrip("/"),
    )  # fmt: skip
