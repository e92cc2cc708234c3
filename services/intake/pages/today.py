"""今日: what needs me, where my cases stand, whom I look at again this week."""

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake import actions, words
from services.intake.api import Staff
from services.intake.pages.cases import COLUMNS
from shared.clock import local_date
from shared.web import Now, Read
from shared.web.pages import lang_of, render

AHEAD = timedelta(days=7)

doors = APIRouter(prefix="/intake")


@doors.get("")
async def today(request: Request, tx: Read, who: Staff, now: Now) -> Response:
    """What needs me today?"""
    day, lang = local_date(now), lang_of(request)
    waiting, due = await actions.needs_me(tx, who, today=day)
    cases = await actions.board(tx, who, today=day)
    names = await actions.names_of(tx, who.municipality)
    return render(
        request, "intake_today.html", today=day, needs=words.needs(waiting, due, names, lang), lines=[],
        week=words.ahead(cases, day, day + AHEAD, lang), main_action=None, words=words,
        stages=[(stage, sum(case.stage is stage for case in cases)) for stage in COLUMNS],
    )  # fmt: skip
