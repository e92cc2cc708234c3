"""出欠をつける: who is here? One list, on a phone, with or without a connection."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.programs import actions, words
from services.programs.actions import attending, roster
from services.programs.api import settings_of
from services.programs.pages.desk import Desk
from services.programs.schemas import AttendanceForm, AttendanceView
from shared.db import Session
from shared.sealed import KeyFile
from shared.tokens import new_token
from shared.web import Keys, Now, Reference, Tx
from shared.web.forms import Sent, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

STATE, HELPED, REWARDS = "state-", "helped-", "rewards-"
Skipped = Annotated[int, Query(ge=0, le=500)]


def attendance_doors(prefix: str, at: Any) -> APIRouter:
    """The list's doors at a desk; `at` is the dependency that finds the desk."""
    doors = APIRouter(prefix=prefix)

    @doors.get("/sessions/{session_id}/attendance")
    async def show(
        session_id: Reference, request: Request, tx: Tx, desk: Annotated[Desk, at], keys: Keys, now: Now,
        done: str = "", skipped: Skipped = 0,
    ) -> Response:  # fmt: skip
        """The list as it stands; reading the names is written down, so even looking is a transaction."""
        return await _list(request, tx, desk, session_id, keys, now, done=bool(done), skipped=skipped)

    @doors.post("/sessions/{session_id}/attendance")
    async def mark(
        session_id: Reference, request: Request, tx: Tx, desk: Annotated[Desk, at], keys: Keys, now: Now
    ) -> Response:
        """つける; a list that can't be read comes back as it was marked."""
        values = await sent(request)
        noted, wrong = await attempted(
            tx,
            lambda: attending.mark_attendance(
                tx, session_id, _form(values), desk.who, now=now, settings=settings_of(request)
            ),
        )
        if noted is None:
            return await _list(request, tx, desk, session_id, keys, now, values=values, wrong=wrong)
        return desk.to(f"/sessions/{session_id}/attendance?done=marked&skipped={noted.skipped}")

    return doors


async def _list(
    request: Request, tx: Session, desk: Desk, session_id: str, keys: KeyFile, now: Now, *, values: Sent | None = None,
    wrong: Mistakes | None = None, done: bool = False, skipped: int = 0,
) -> Response:  # fmt: skip
    session, program = await actions.own_session(tx, desk.who, session_id)
    rows = await roster.roster_of(tx, session, desk.who, keys=keys, now=now)
    return render(
        request, "attendance.html", status_code=422 if wrong else 200, session=session, program=program, rows=rows,
        values=values or _as_noted(await attending.attendance_of(tx, session)), wrong=wrong or {}, done=done,
        skipped=skipped, words=words, **desk.shown(), headers={**desk.headers, "Cache-Control": "no-store"},
    )  # fmt: skip


def _as_noted(noted: AttendanceView) -> Sent:
    """The form as it stands so far."""
    filled = {"walk_ins": [str(noted.walk_ins)], "once": [new_token()]}
    for mark in noted.marks:
        filled[STATE + mark.participant_id] = [mark.state.value]
        filled[HELPED + mark.participant_id] = [str(mark.helped_minutes)]
        filled[REWARDS + mark.participant_id] = [str(mark.rewards)]
    return Sent(filled)


def _form(values: Sent) -> AttendanceForm:
    """The people for whom a button was chosen; the others stay as they were."""
    people = [name.removeprefix(STATE) for name in values.values if name.startswith(STATE) and values.one(name)]
    marks = [
        {
            "participant_id": person,
            "state": values.one(STATE + person),
            "helped_minutes": values.one(HELPED + person) or 0,
            "rewards": values.one(REWARDS + person) or 0,
        }
        for person in people
    ]
    once = values.one("once") or None
    return AttendanceForm.model_validate({"marks": marks, "walk_ins": values.one("walk_ins") or 0, "once": once})
