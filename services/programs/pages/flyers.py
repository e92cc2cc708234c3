"""ちらし and 中止のはり紙 as PDF, for everybody: they hold what the board shows. Drawn after the reading has ended."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.programs import actions
from services.programs.actions import flyers
from services.programs.actions.board import furigana_of
from services.programs.api import kept, settings_of
from services.programs.pages.choice import Choice, Chosen
from services.programs.rules import NO_KANA
from services.programs.words.flyer import Sheet
from shared.auth import public
from shared.clock import local_date
from shared.db import Session
from shared.paper import Poster, Press, Size
from shared.web import Now, Reference
from shared.web.pages import lang_of

doors = APIRouter(prefix="/programs", dependencies=[public])
OnPaper = Annotated[Size, Query(description="of the sheet")]
InTown = Annotated[str, Query(pattern=r"^[0-9]{5}$")]
Compose = Callable[[Session, Sheet], Awaitable[Poster]]


@doors.get("/flyer.pdf")
async def board_flyer(
    town: InTown, request: Request, now: Now, choice: Chosen, span: flyers.Span = "week", size: OnPaper = "a4"
) -> Response:
    """The week or the month of a town, an area, a kind."""
    page = _at(request, Choice(town, choice.area, choice.kind).url())
    wanted = choice.wanted(town)
    return await _printed(request, now, town, size, lambda tx, on: flyers.of_board(tx, wanted, span, on, url=page))


@doors.get("/{program_id}/flyer.pdf")
async def program_flyer(program_id: Reference, request: Request, now: Now, size: OnPaper = "a4") -> Response:
    """One program's month."""
    page = _at(request, f"/programs/{program_id}")
    return await _printed(
        request, now, program_id, size, lambda tx, on: flyers.of_program(tx, program_id, on, url=page)
    )


@doors.get("/{program_id}/slip/{session_id}.pdf")
async def slip(
    program_id: Reference, session_id: Reference, request: Request, now: Now, size: OnPaper = "a4"
) -> Response:
    """A notice that a session does not take place."""
    page = _at(request, f"/programs/{program_id}")
    return await _printed(
        request, now, program_id, size, lambda tx, on: flyers.of_cancelled(tx, program_id, session_id, on, url=page)
    )


async def _printed(request: Request, now: Now, of: str, size: Size, compose: Compose) -> Response:
    """Drawn once for each state of the town: the door in front keeps it. `of` is a town or a program."""
    lang, today = lang_of(request), local_date(now)
    async with request.app.state.db.reading() as tx:
        town = await actions.town_of(tx, of)
        headers = await kept(request, tx, town, today)
        sheet = Sheet(size, lang, today, await furigana_of(tx, town) if lang == "ja" else NO_KANA)
        poster = await compose(tx, sheet)
    press: Press = request.app.state.press
    shown = {"Content-Disposition": 'inline; filename="yui-programs.pdf"', "Vary": "Cookie", **headers}
    return Response(await press.print(poster), media_type="application/pdf", headers=shown)


def _at(request: Request, path: str) -> str:
    return settings_of(request).public_url.rstrip("/") + path
