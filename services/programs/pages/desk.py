"""今週を出す: is this week the usual? The same desk for who signed in and for who holds an organiser's link."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.actions import cautions, organisers, weather
from services.programs.errors import NoSuchProgram
from services.programs.models import Program
from services.programs.pages.photographed import Photographed
from services.programs.rules import SessionStatus
from services.programs.schemas import SessionView, WeekForm
from shared.auth import Who
from shared.clock import local_date
from shared.db import Session
from shared.tokens import new_token
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

Chosen = Annotated[Reference | None, Query(alias="program")]
DONE = ("posted", "cancelled", "reopened", "undone", "unpictured")


@dataclass(frozen=True)
class Desk:
    """Who sits at it, the address it stands at, and the secret that opened it."""

    who: Who
    base: str
    secret: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def to(self, place: str) -> Response:
        """To a place below the desk."""
        return RedirectResponse(f"{self.base}{place}", status_code=303, headers=dict(self.headers))

    def shown(self) -> dict[str, Any]:
        """What its pages say of it; `owner` marks what a phone keeps as this desk's, and as a link's own."""
        owner = f"link:{self.who.mark}" if self.secret else self.who.mark
        login = None if self.secret else f"/login?next={self.base}"
        return {"base": self.base, "owner": owner, "login": login}

    def back(self, program_id: str | None, done: str) -> Response:
        """To the desk again, saying what was done."""
        chosen = f"program={program_id}&" if program_id else ""  # a change of several programs belongs to none
        return self.to(f"?{chosen}done={done}")


def posting_doors(prefix: str, at: Any) -> APIRouter:
    """The week's doors under `prefix` of the desk that the dependency `at` finds."""
    doors = APIRouter(prefix=prefix)

    @doors.get("")
    async def show(
        request: Request, tx: Read, desk: Annotated[Desk, at], now: Now, chosen: Chosen = None, done: str = ""
    ) -> Response:
        """The week as it usually is, ready to be posted."""
        return await _desk(request, tx, desk, now, chosen, done=done)

    @doors.post("")
    async def post_week(
        request: Request, desk: Annotated[Desk, at], photo: Photographed, tx: Tx, now: Now, chosen: Chosen = None
    ) -> Response:
        """出す; the photo is made small before a transaction begins."""
        values, wrong, picture = await sent(request), photo.wrong, photo.picture
        if not wrong:
            _, wrong = await attempted(
                tx,
                lambda: actions.post_week(
                    tx, chosen or "", read_form(values, WeekForm), desk.who, now=now, picture=picture
                ),
            )
        if wrong:
            return await _desk(request, tx, desk, now, chosen, values=values, wrong=wrong)
        if desk.secret:
            await organisers.note_use(tx, desk.secret, now=now)
        return desk.back(chosen, "posted")

    return doors


async def _desk(
    request: Request, tx: Session, desk: Desk, now: Now, chosen: str | None, *, done: str = "",
    values: Sent | None = None, wrong: Mistakes | None = None,
) -> Response:  # fmt: skip
    today, programs = local_date(now), await actions.programs_for(tx, desk.who)
    if not programs and not chosen:
        return render(request, "desk_empty.html", headers=desk.headers, **desk.shown())
    program = await _chosen(tx, programs, chosen, today)
    week = await actions.week_of(tx, program, today=today)
    return render(
        request, "desk.html", status_code=422 if wrong else 200, headers=desk.headers, **desk.shown(),
        programs=programs, program=program, week=week, today=today, done=done if done in DONE else "",
        wrong=wrong or {}, words=words, values=values or await _usual(tx, program, week),
        venues=await actions.venues_of(tx, program.municipality), reasons=words.GIVEN_REASONS,
        proposals=await weather.open_proposals(tx, desk.who, now=now),
        cautions=await cautions.cautions_of(tx, program, week),
        change=None if done == "unpictured" else await actions.last_change(tx, desk.who, now=now, of=program),
    )  # fmt: skip


async def _chosen(tx: Session, programs: list[Program], chosen: str | None, today: date) -> Program:
    """The program that was asked for; else the one that takes place next."""
    if not chosen:
        return (await actions.nearest_first(tx, programs, today=today))[0]
    if found := next((each for each in programs if each.id == chosen), None):
        return found
    raise NoSuchProgram("There is no such program.")


async def _usual(tx: Session, program: Program, week: list[SessionView]) -> Sent:
    """The form as it is in a usual week: every date, the line and the place of last time."""
    dates = [view.id for view in week if view.status is SessionStatus.PLANNED]
    note, venue = await actions.last_posted(tx, program)
    return Sent({"sessions": dates, "note": [note], "venue": [venue or ""], "once": [new_token()]})
