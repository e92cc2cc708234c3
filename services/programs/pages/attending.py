"""出欠をつける: who is here? One list, on a phone, with or without a connection."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.programs import actions, words
from services.programs.actions import attending, roster
from services.programs.api import settings_of
from services.programs.pages.desk import Desk
from services.programs.schemas import AttendanceForm
from shared.tokens import new_token
from shared.web import Keys, Now, Reference, Tx
from shared.web.forms import Sent, sent
from shared.web.mistakes import attempted
from shared.web.pages import render

STATE, HELPED, REWARDS = "state-", "helped-", "rewards-"


def attendance_doors(prefix: str, at: Any) -> APIRouter:
    """The list's doors at a desk; `at` is the dependency that finds the desk."""
    doors = APIRouter(prefix=prefix)

    @doors.get("/sessions/{session_id}/attendance")
    async def show(
        session_id: Reference, request: Request, tx: Tx, desk: Annotated[Desk, at], keys: Keys, now: Now, done: str = ""
    ) -> Response:
        """The list as it stands; reading the names is written down, so even looking is a transaction."""
        session, program = await actions.own_session(tx, desk.who, session_id)
        rows = await roster.roster_of(tx, session, desk.who, keys=keys, now=now)
        noted = await attending.attendance_of(tx, session)
        marks = {mark.participant_id: mark for mark in noted.marks}
        return render(
            request, "attendance.html", session=session, program=program, rows=rows, marks=marks, noted=noted,
            base=desk.base, once=new_token(), done=done, words=words,
            headers={**desk.headers, "Cache-Control": "no-store"},
        )  # fmt: skip

    @doors.post("/sessions/{session_id}/attendance")
    async def mark(session_id: Reference, request: Request, tx: Tx, desk: Annotated[Desk, at], now: Now) -> Response:
        """つける."""
        values = await sent(request)
        _, wrong = await attempted(
            tx,
            lambda: attending.mark_attendance(
                tx, session_id, _form(values), desk.who, now=now, settings=settings_of(request)
            ),
        )
        return desk.to(f"/sessions/{session_id}/attendance?done={'wrong' if wrong else 'marked'}")

    return doors


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
