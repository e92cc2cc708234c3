"""会議体: when does it sit, and by which rule; for who leads it: another rule for the rest."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.meetings import words
from services.meetings.actions import bodies, closures, reading, series
from services.meetings.actions.polls import finding
from services.meetings.api import Arranger, Member, settings_of
from services.meetings.models import Body
from services.meetings.rules.recurrence import add_months, pattern_of
from services.meetings.schemas import SeriesForm
from shared.auth import Who
from shared.clock import local_date
from shared.db import Session
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import attempted
from shared.web.pages import render

doors = APIRouter(prefix="/meetings/bodies")


@doors.get("")
async def every(request: Request, tx: Read, who: Member) -> Response:
    """Which bodies are there, and when do they sit?"""
    return render(request, "bodies.html", bodies=await bodies.bodies_of(tx, who), words=words)


@doors.get("/{body_id}")
async def one(body_id: Reference, request: Request, tx: Read, who: Member, now: Now, done: str = "") -> Response:
    """One body: its rule, its coming dates."""
    return render(request, "body.html", done=done, **await _context(tx, who, body_id, now))


@doors.get("/{body_id}/rule")
async def rule(body_id: Reference, request: Request, tx: Read, who: Arranger, now: Now) -> Response:
    """The rule as a form, filled in as it is."""
    body = await reading.arranged_body(tx, who, body_id)
    return await _form(
        request, tx, who, body_id, now, Sent(_filled(body, add_months(local_date(now).replace(day=1), 1)))
    )


@doors.post("/{body_id}/rule")
async def change(body_id: Reference, request: Request, tx: Tx, who: Arranger, now: Now) -> Response:
    """First the dates as they would be, then, when they are confirmed, the change."""
    values = await sent(request)
    fields = Sent({name: texts for name, texts in values.values.items() if name != "confirmed"})
    months, is_sure = settings_of(request).horizon_months, bool(values.one("confirmed"))

    async def deed() -> series.Preview | None:
        form = read_form(fields, SeriesForm)
        if not is_sure:
            return await series.preview(tx, body_id, form, who, now=now, months=months)
        await series.change_rest(tx, body_id, form, who, now=now, months=months)
        return None

    preview, wrong = await attempted(tx, deed)
    if is_sure and not wrong:
        return RedirectResponse(f"/meetings/bodies/{body_id}?done=rule", status_code=303)
    return await _form(request, tx, who, body_id, now, fields, preview=preview, wrong=wrong)


@doors.post("/{body_id}/publish")
async def publish(body_id: Reference, tx: Tx, who: Arranger, now: Now) -> Response:
    """The drafts become sittings; people are called from now on."""
    await series.announce_drafts(tx, body_id, who, now=now)
    return RedirectResponse(f"/meetings/bodies/{body_id}?done=publish", status_code=303)


async def _context(tx: Session, who: Who, body_id: str, now: Now) -> dict[str, Any]:
    body = await bodies.body_of(tx, who, body_id)
    return {
        "body": body, "coming": await bodies.coming_of(tx, body, now=now), "words": words, "today": local_date(now),
        "names": await reading.names_of(tx, who.municipality), "arranges": reading.arranges(who, body),
        "closed": await closures.closures_of(tx, who.municipality, local_date(now)),
        "polls": await finding.open_polls_of(tx, who.municipality, body_id) if reading.arranges(who, body) else [],
    }  # fmt: skip


async def _form(
    request: Request, tx: Session, who: Who, body_id: str, now: Now, values: Sent, *,
    wrong: Mapping[str, tuple[str, str]] | None = None, preview: series.Preview | None = None,
) -> Response:  # fmt: skip
    context = await _context(tx, who, body_id, now)
    return render(
        request, "body_rule.html", status_code=422 if wrong else 200, values=values, wrong=wrong or {}, preview=preview,
        **context,
    )  # fmt: skip


def _filled(body: Body, since: date) -> dict[str, list[str]]:
    """The form as the present rule would fill it; a body without one starts with the second Tuesday afternoon."""
    pattern = pattern_of(body.rrule) if body.rrule else None
    return {
        "since": [since.isoformat()],
        "version": [str(body.version)],
        "unit": ["week" if pattern and not pattern.nth else "month"],
        "interval": [str(pattern.interval if pattern else 1)],
        "nth": [str(number) for number in pattern.nth] if pattern else ["2"],
        "weekday": [pattern.weekday if pattern else "TU"],
        "start": [f"{body.start:%H:%M}" if body.start else "13:30"],
        "minutes": [str(body.minutes)],
        "holiday_rule": [body.holiday_rule or "skip"],
        "place": [body.place],
    }
