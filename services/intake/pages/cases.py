"""事案ボード: what is stuck?"""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake import actions, words
from services.intake.api import Staff
from services.intake.rules import Stage
from shared.clock import local_date
from shared.web import Now, Read
from shared.web.pages import lang_of, render

COLUMNS = (Stage.CONSULTATION, Stage.CORE, Stage.NETWORK, Stage.SUPPORT, Stage.PROGRESS)

doors = APIRouter(prefix="/intake")


@doors.get("/cases")
async def board(request: Request, tx: Read, who: Staff, now: Now, stage: Stage | None = None) -> Response:
    """The cases I work on in five columns; on a phone one of them, the first that has any unless asked."""
    today, lang = local_date(now), lang_of(request)
    cases = await actions.board(tx, who, today=today)
    columns = [
        (column, [words.card(case, today, lang) for case in cases if case.stage is column]) for column in COLUMNS
    ]
    filled = next((column for column, cards in columns if cards), Stage.CONSULTATION)
    now_shown = stage if stage in COLUMNS else filled
    return render(request, "board.html", columns=columns, now=now_shown, any_case=bool(cases))
