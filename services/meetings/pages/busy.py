"""予定の取り込み: when am I busy, without saying with what? A file is read and forgotten; only its times stay."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.meetings import words
from services.meetings.actions import busy_times
from services.meetings.actions.busy_reading import BusyReader
from services.meetings.api import Member
from services.meetings.errors import CalendarMissing
from shared.db import Session
from shared.errors import DomainError
from shared.ui.words import Words
from shared.web import Now, Read, Tx
from shared.web.forms import sent_file
from shared.web.pages import render

doors = APIRouter(prefix="/meetings/busy")


@doors.get("")
async def show(request: Request, tx: Read, who: Member, now: Now, done: str = "") -> Response:
    """What is known of my calendar, and how to hand in another."""
    return await _page(request, tx, who, now, done=done)


@doors.post("")
async def hand_in(request: Request, who: Member, now: Now) -> Response:
    """Its times replace those of the one before. No transaction is open while it is read."""
    reader: BusyReader = request.app.state.busy_reader
    try:
        spans = await reader.read(await _chosen(request), now=now)
    except DomainError as error:
        if error.field is None:
            raise
        wrong = {error.field: (error.title_ja, error.message)}
        async with request.app.state.db.reading() as tx:
            return await _page(request, tx, who, now, wrong=wrong, status_code=error.status)
    async with request.app.state.db.transaction() as tx:
        await busy_times.replace(tx, who, spans, now=now)
    return RedirectResponse("/meetings/busy?done=read", status_code=303)


@doors.post("/forget")
async def forget(tx: Tx, who: Member) -> Response:
    """All of it."""
    await busy_times.forget(tx, who)
    return RedirectResponse("/meetings/busy?done=forget", status_code=303)


async def _chosen(request: Request) -> bytes:
    octets = await sent_file(request, "calendar")
    if octets is None:
        raise CalendarMissing("Choose the file of your calendar (.ics).", field="calendar")
    return octets


async def _page(
    request: Request, tx: Session, who: Member, now: Now, *, wrong: Mapping[str, Words] | None = None,
    status_code: int = 200, done: str = "",
) -> Response:  # fmt: skip
    known = await busy_times.of_person(tx, who, now=now)
    return render(
        request, "busy.html", status_code=status_code, known=known, wrong=wrong or {}, done=done, words=words, now=now
    )
