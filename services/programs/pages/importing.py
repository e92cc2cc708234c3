"""一覧の取り込み: what would this list change? And then all of it, by one button."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.programs import words
from services.programs.actions import importing
from services.programs.actions.importing import Cells, Plan
from services.programs.api import Keeper, Weeks
from services.programs.errors import NotAList
from services.programs.rules.importing import EXAMPLE, Column
from services.programs.schemas import ImportForm
from shared.errors import DomainError
from shared.ui.words import Words
from shared.web import Now, Tx
from shared.web.csv import MEDIA_TYPES, CsvEncoding, csv_of
from shared.web.forms import read_form, sent, sent_file
from shared.web.pages import render

doors = APIRouter(prefix="/programs/manage/town/import")

SHOWN = {  # the template's own row, which is skipped when it comes back
    Column.NAME: f"{EXAMPLE}ふれあいカフェ", Column.KANA: "ふれあいかふぇ", Column.AUDIENCE: "だれでも",
    Column.CONTENT: "お茶とおしゃべり", Column.PURPOSE: "顔なじみをつくる", Column.KIND: "集まり",
    Column.ORGANISER: "ふれあいの会", Column.PHONE: "000-000-0000", Column.VENUE: "本町ふれあいセンター",
    Column.ADDRESS: "本町1-1", Column.WEEKDAY: "水・金", Column.STARTS: "9:00", Column.ENDS: "12:00",
    Column.HOLIDAYS: "休み",
}  # fmt: skip


@doors.get("")
async def show(request: Request, who: Keeper, done: str = "") -> Response:
    """How to hand in a list."""
    return _page(request, done=done)


@doors.get("/template.csv")
async def template(who: Keeper, encoding: CsvEncoding = "utf-8") -> Response:
    """An empty list with all columns, and one row to show how."""
    body = csv_of(list(Column), [[SHOWN.get(column, "") for column in Column]], encoding)
    named = {"Content-Disposition": 'attachment; filename="programs.csv"'}
    return Response(body, media_type=MEDIA_TYPES[encoding], headers=named)


@doors.post("")
async def preview(request: Request, who: Keeper, now: Now) -> Response:
    """What it would change; nothing is written. No transaction is open while the file is read."""
    reader: importing.ListReader = request.app.state.list_reader
    try:
        cells = await reader.read(await sent_file(request, "list"))
    except DomainError as error:
        if error.field is None:
            raise
        return _page(request, wrong={error.field: (error.title_ja, error.message)})
    async with request.app.state.db.reading() as tx:
        plan = await importing.preview_list(tx, cells, who, now=now)
    return await _shown(request, plan, cells)


@doors.post("/done")
async def take_over(request: Request, tx: Tx, who: Keeper, now: Now, weeks: Weeks) -> Response:
    """All that was shown, or nothing when it would be something else by now."""
    try:
        form = read_form(await sent(request), ImportForm)
    except ValidationError:  # not what a preview sent
        return _page(request, wrong={"list": (NotAList.title_ja, "It can't be read.")})
    cells = Cells(form.rows())
    plan, is_done = await importing.take_over(tx, cells, form.seen, who, now=now, weeks=weeks)
    if not is_done:
        return await _shown(request, plan, cells, has_moved=True)
    return RedirectResponse("/programs/manage/town/import?done=taken", status_code=303)


async def _shown(request: Request, plan: Plan, cells: Cells, *, has_moved: bool = False) -> Response:
    """Three hundred rows take a tenth of a second to write: beside the loop, for everything in them is loaded."""
    return await asyncio.to_thread(_page, request, plan=plan, cells=cells, has_moved=has_moved)


def _page(
    request: Request, *, plan: Plan | None = None, cells: Cells | None = None, wrong: dict[str, Words] | None = None,
    has_moved: bool = False, done: str = "",
) -> Response:  # fmt: skip
    is_wrong = bool(wrong or has_moved or (plan and plan.mistakes))
    return render(
        request, "import.html", status_code=422 if is_wrong else 200, plan=plan, wrong=wrong or {}, done=done,
        carried=ImportForm.carry(cells.rows) if cells else "", has_moved=has_moved, words=words, columns=list(Column),
    )  # fmt: skip
