"""新しいことを始めたい: on which day, for how long? Then where there is room, and whom to call."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.programs import actions, words
from services.programs.actions import ideas
from services.programs.api import TownCode, settings_of
from shared.auth import public
from shared.web import Now, Read
from shared.web.pages import render
from shared.workdays import holiday_name

doors = APIRouter(prefix="/programs")

ANY = "any"
LENGTHS = (60, 90, 120, 180)  # minutes people choose from
ChosenDay = Annotated[str, Query(pattern=r"^([0-6]|any)$", description="Monday is 0")]
Minutes = Annotated[int, Query(ge=15, le=720)]


@doors.get("/ideas", dependencies=[public])
async def find_room(
    request: Request, tx: Read, now: Now, weekday: ChosenDay = ANY, minutes: Minutes = 60, town: TownCode = None
) -> Response:
    """Venues with their free weekly spans, and the next days on which these are free."""
    found = await actions.town_named(tx, town, request.state.who)
    day = None if weekday == ANY else int(weekday)
    rooms = await ideas.rooms_for_ideas(tx, found.code, now=now, minutes=minutes, weekday=day) if found else []
    return render(
        request, "ideas.html", municipality=found, towns=await actions.towns(tx), rooms=rooms, weekday=weekday,
        minutes=minutes, lengths=sorted({*LENGTHS, minutes}), words=words, holiday_name=holiday_name,
        coordinator_phone=settings_of(request).coordinator_phone,
    )  # fmt: skip
