"""出欠の記録: who was there, filled in from the replies."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.meetings.actions import attending
from services.meetings.api import Leader
from services.meetings.pages.sitting import sitting_context
from services.meetings.schemas import AttendanceForm, AttendedView
from shared.db import Session
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, sent
from shared.web.pages import render

PARTS = ("presence", "capacity", "substitute")
ASK_FOR = {
    "presence": ("出席・欠席・代理のどれかを選んでください", "Present, absent or a substitute?"),
    "capacity": ("立場を選んでください", "Please choose the capacity"),
    "substitute": ("代理の人の名前を書いてください", "Please write who came instead"),
}

doors = APIRouter(prefix="/meetings/sittings/{meeting_id}/attendance")


@doors.get("")
async def show(meeting_id: Reference, request: Request, tx: Read, who: Leader, now: Now, done: str = "") -> Response:
    """The sheet."""
    return await _sheet(request, tx, who, meeting_id, now, done=done)


@doors.post("")
async def record(meeting_id: Reference, request: Request, tx: Tx, who: Leader, now: Now) -> Response:
    """Write the sheet."""
    values = await sent(request)
    ids = [name.removeprefix("presence-") for name in values.values if name.startswith("presence-")]
    try:
        form = AttendanceForm.model_validate({"rows": [_row(values, each) for each in ids]})
    except ValidationError as error:
        wrong = _by_row(error, ids)
        return await _sheet(request, tx, who, meeting_id, now, values=values, wrong=wrong)
    await attending.record(tx, meeting_id, form, who, now=now)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}/attendance?done=attendance", status_code=303)


def _row(values: Sent, invitation_id: str) -> dict[str, str]:
    return {"invitation_id": invitation_id, **{part: values.one(f"{part}-{invitation_id}") for part in PARTS}}


def _by_row(error: ValidationError, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """What is wrong, beside the row it is wrong in."""
    found = {}
    for item in error.errors():
        place = [part for part in item["loc"] if part != "rows"]
        if len(place) == 2 and isinstance(place[0], int) and place[1] in PARTS:
            found[f"{place[1]}-{ids[place[0]]}"] = ASK_FOR[str(place[1])]
    return found or {"form": ASK_FOR["presence"]}


async def _sheet(
    request: Request, tx: Session, who: Leader, meeting_id: str, now: Now, *, done: str = "",
    values: Sent | None = None, wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    sheet = await attending.sheet(tx, who, meeting_id)
    context = await sitting_context(tx, who, meeting_id, now)
    context |= {"values": values or _filled(sheet.rows), "wrong": wrong or {}, "sheet": sheet}
    return render(request, "attendance.html", status_code=422 if wrong else 200, done=done, **context)


def _filled(rows: Sequence[AttendedView]) -> Sent:
    """The form as the replies, or what was recorded, would fill it."""
    found: dict[str, list[str]] = {}
    for row in rows:
        parts = (row.presence or "", row.capacity, row.substitute or "")
        found |= {f"{part}-{row.invitation_id}": [value] for part, value in zip(PARTS, parts, strict=True)}
    return Sent(found)
