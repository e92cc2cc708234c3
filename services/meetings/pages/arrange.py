"""議題をととのえる: the lines of a sitting in another order, with other times, with lines of one's own."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.meetings.actions import by_hand, reading
from services.meetings.api import Leader
from services.meetings.pages.sitting import sitting_context
from services.meetings.rules.themes import THEMES
from services.meetings.schemas import LengthForm, LineForm
from shared.auth import Who
from shared.clock import new_id
from shared.contracts.words import LegalBasis
from shared.db import Session, undo
from shared.errors import DomainError, Invalid
from shared.ui.words import THEME_NAMES
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, errors_of, read_form, sent
from shared.web.pages import render

doors = APIRouter(prefix="/meetings")

Wrong = Mapping[str, tuple[str, str]]
Deed = Callable[[Session, str, Who], Awaitable[None]]


@doors.get("/sittings/{meeting_id}/agenda")
async def show(meeting_id: Reference, request: Request, tx: Read, who: Leader, now: Now) -> Response:
    """Is this what we want to talk about, in this order, in this time?"""
    await reading.led_meeting(tx, who, meeting_id)
    return await _show(request, tx, who, meeting_id, now)


@doors.post("/sittings/{meeting_id}/agenda")
async def add(meeting_id: Reference, request: Request, tx: Tx, who: Leader, now: Now) -> Response:
    """A line of one's own."""
    values = await sent(request)
    try:
        await by_hand.add(tx, meeting_id, read_form(values, LineForm), who, now=now)
    except ValidationError as error:
        return await _show(request, tx, who, meeting_id, now, values, _named(errors_of(error), values))
    except DomainError as error:
        if error.field is None:
            raise
        await undo(tx)
        wrong = {error.field: (error.title_ja, error.message)}
        return await _show(request, tx, who, meeting_id, now, values, wrong)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}/agenda", status_code=303)


@doors.post("/items/{item_id}/arrange")
async def arrange(item_id: Reference, request: Request, tx: Tx, who: Leader, now: Now) -> Response:
    """One thing done to one line: what the button says."""
    values = await sent(request)
    meeting_id = await reading.meeting_of_item(tx, who, item_id)
    try:
        await _deed(values, now)(tx, item_id, who)
    except ValidationError:
        wrong = {f"minutes-{item_id}": ("1分から240分までの数で入れてください", "Give 1 to 240 minutes")}
        return await _show(request, tx, who, meeting_id, now, values, wrong)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}/agenda#line-{item_id}", status_code=303)


def _deed(values: Sent, now: datetime) -> Deed:
    """What the pressed button asks for."""
    deeds: dict[str, Deed] = {
        "up": partial(_move, steps=-1, now=now),
        "down": partial(_move, steps=1, now=now),
        "next": partial(by_hand.leave_for_next, now=now),
        "copy": partial(by_hand.copy_to_next, now=now),
        "off": partial(by_hand.take_off, now=now),
    }
    if values.one("do") == "minutes":
        return partial(_give, minutes=LengthForm.model_validate({"minutes": values.one("minutes")}).minutes, now=now)
    if values.one("do") not in deeds:
        raise Invalid("Choose what to do with the line.", field="do")
    return deeds[values.one("do")]


async def _move(tx: Session, item_id: str, who: Who, *, steps: int, now: datetime) -> None:
    await by_hand.move(tx, item_id, steps, who, now=now)


async def _give(tx: Session, item_id: str, who: Who, *, minutes: int, now: datetime) -> None:
    await by_hand.give_minutes(tx, item_id, minutes, who, now=now)


def _named(wrong: Wrong, values: Sent) -> dict[str, tuple[str, str]]:
    """What is wrong with a new line stands beside the field of the part that was filled in."""
    asked = {
        "case_ref": ("C-2026-0042 のような番号を入れてください", "A reference such as C-2026-0042"),
        "theme": ("何についてかを選んでください", "Please choose what it is about"),
    }
    part = "case_ref" if "case_ref" in values.values else "theme"
    return {
        (part if name == "form" else name): asked.get(part if name == "form" else name, words)
        for name, words in wrong.items()
    }


async def _show(
    request: Request, tx: Session, who: Leader, meeting_id: str, now: Now, values: Sent | None = None,
    wrong: Wrong | None = None,
) -> Response:  # fmt: skip
    context: dict[str, Any] = await sitting_context(tx, who, meeting_id, now)
    lanes = context["body"].lanes
    context |= {"values": values or Sent({}), "wrong": wrong or {}, "themes": THEME_NAMES, "theme_kinds": THEMES}
    return render(
        request, "arrange.html", status_code=422 if wrong else 200, request_id=new_id(),
        takes_cases=lanes != [LegalBasis.NONE], takes_themes=not lanes or LegalBasis.NONE in lanes, **context,
    )  # fmt: skip
