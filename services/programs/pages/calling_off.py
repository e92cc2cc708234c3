"""中止する, その取り消し, 元に戻す: what stops and comes back from a desk."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from services.programs import actions, words
from services.programs.actions import weather
from services.programs.pages.desk import Desk
from services.programs.rules import CancelReason
from services.programs.schemas import CancelForm, GivenReason
from shared.web import Now, Read, Reference, Tx
from shared.web.pages import render


def calling_off_doors(prefix: str, at: Any) -> APIRouter:
    """The doors under `prefix` of the desk that the dependency `at` finds."""
    doors = APIRouter(prefix=prefix)

    @doors.get("/sessions/{session_id}/cancel")
    async def choose_reason(session_id: Reference, request: Request, tx: Read, desk: Annotated[Desk, at]) -> Response:
        """Why does it not take place?"""
        session, program = await actions.own_session(tx, desk.who, session_id)
        return render(
            request, "cancel.html", session=session, program=program, reasons=words.GIVEN_REASONS, base=desk.base,
            headers=desk.headers,
        )  # fmt: skip

    @doors.post("/sessions/{session_id}/cancel")
    async def cancel(
        session_id: Reference, tx: Tx, desk: Annotated[Desk, at], now: Now,
        reason: Annotated[GivenReason, Form()] = CancelReason.OTHER,
    ) -> Response:  # fmt: skip
        """中止する; without a reason by one tap, the reason can be given afterwards."""
        session = await actions.cancel_session(tx, session_id, CancelForm(reason=reason), desk.who, now=now)
        return desk.back(session.program_id, "cancelled")

    @doors.post("/sessions/{session_id}/reopen")
    async def reopen(session_id: Reference, tx: Tx, desk: Annotated[Desk, at], now: Now) -> Response:
        """中止を取り消す."""
        session = await actions.reopen_session(tx, session_id, desk.who, now=now)
        return desk.back(session.program_id, "reopened")

    @doors.post("/proposals/{proposal_id}")
    async def answer_proposal(
        proposal_id: Reference, tx: Tx, desk: Annotated[Desk, at], now: Now, answer: Annotated[str, Form()] = ""
    ) -> Response:
        """What a weather rule proposed: called off, or held all the same."""
        calls_off = answer == "off"
        await weather.answer(tx, proposal_id, desk.who, calls_off=calls_off, now=now)
        return desk.to("?done=cancelled" if calls_off else "")

    @doors.post("/undo/{change_id}")
    async def undo(change_id: Reference, tx: Tx, desk: Annotated[Desk, at], now: Now) -> Response:
        """元に戻す."""
        change = await actions.undo_change(tx, change_id, desk.who, now=now)
        return desk.back(change.program_id, "undone")

    return doors
