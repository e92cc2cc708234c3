"""町に足りないもの: what is missing where, and how often programs took somebody in all the same."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.programs import actions, words
from services.programs.api import Matcher, settings_of
from shared.clock import local_date
from shared.web import Now, Read
from shared.web.pages import render

doors = APIRouter(prefix="/programs/gaps")


@doors.get("")
async def show(request: Request, tx: Read, who: Matcher, now: Now) -> Response:
    """By theme and area, what was noted most of late first."""
    settings = settings_of(request)
    return render(
        request, "gaps.html", gaps=await actions.gaps_of(tx, who, now=now, settings=settings), words=words,
        acceptances=await actions.acceptances_of(tx, who), names=await actions.names_of(tx, who.municipality),
        today=local_date(now), window_days=settings.gap_window_days, lines_after=settings.gap_lines_after,
    )  # fmt: skip
