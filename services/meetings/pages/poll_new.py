"""日程を聞く: the form that proposes dates. Without JavaScript, more rows come by a button of their own."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.meetings import words
from services.meetings.actions import bodies, closures, reading
from services.meetings.actions.polls import starting
from services.meetings.api import Arranger
from services.meetings.models import Body
from services.meetings.rules.polls import MOST_DATES
from services.meetings.schemas import NewTime, PollForm
from shared.auth import Who
from shared.clock import TOKYO, local_date, new_id
from shared.db import Session, undo
from shared.errors import DomainError
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, errors_of, sent
from shared.web.pages import render

ROWS = 4
Wrong = Mapping[str, tuple[str, str]]

doors = APIRouter(prefix="/meetings/bodies")


class Proposed(NamedTuple):
    """The dates as they were typed: the moments, the row each stands in, and what is wrong with the others."""

    dates: list[datetime]
    rows: list[int]
    wrong: dict[str, tuple[str, str]]


@doors.get("/{body_id}/poll")
async def form(body_id: Reference, request: Request, tx: Read, who: Arranger, now: Now) -> Response:
    """An empty form: the body's members are ticked, its usual hour and length are filled in."""
    body = await reading.arranged_body(tx, who, body_id)
    return await _form(request, tx, who, body, now, _usual(body))


@doors.post("/{body_id}/poll")
async def start(body_id: Reference, request: Request, tx: Tx, who: Arranger, now: Now) -> Response:
    """Ask them, or show more rows for dates."""
    values, body = await sent(request), await reading.arranged_body(tx, who, body_id)
    if values.one("do") == "more":
        return await _form(request, tx, who, body, now, values, rows=_rows(values) + ROWS)
    proposed = _proposed(values)
    try:
        wanted = _poll_form(values, proposed.dates)
        if proposed.wrong:
            return await _form(request, tx, who, body, now, values, wrong=proposed.wrong)
        poll = await starting.start(tx, body_id, wanted, who, now=now)
    except ValidationError as error:
        wrong = proposed.wrong | _named(errors_of(error), values, has_dates=bool(proposed.rows or proposed.wrong))
        return await _form(request, tx, who, body, now, values, wrong=wrong)
    except DomainError as error:
        if error.field is None:
            raise
        await undo(tx)
        body = await bodies.body_of(tx, who, body_id)  # what was read before is gone with it
        said = (error.title_ja, error.message)
        return await _form(request, tx, who, body, now, values, wrong={_field_of(error.field, proposed.rows): said})
    return RedirectResponse(f"/meetings/polls/{poll.id}?done=start", status_code=303)


def _usual(body: Body) -> Sent:
    """What the body usually does: its members, its hour in every row, its length."""
    members = dict.fromkeys(post for post in (body.leader, body.deputy, *body.required) if post)
    hour = f"{body.start:%H:%M}" if body.start else "13:30"
    starts = {f"start-{row}": [hour] for row in range(1, MOST_DATES + 1)}
    return Sent({"posts": list(members), "minutes": [str(body.minutes)], **starts})


def _rows(values: Sent) -> int:
    """How many rows the form showed."""
    typed = values.one("rows")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else ROWS


def _proposed(values: Sent) -> Proposed:
    """A row without a day is left out; one without an hour is not."""
    found = Proposed([], [], {})
    for row in range(1, MOST_DATES + 1):
        day, start = values.one(f"day-{row}"), values.one(f"start-{row}")
        if not day:
            continue
        try:
            typed = NewTime.model_validate({"day": day, "start": start})
        except ValidationError as error:
            found.wrong.update({f"{name}-{row}": words.ASK_FOR_DATES[name] for name in errors_of(error)})
        else:
            found.dates.append(datetime.combine(typed.day, typed.start, TOKYO))
            found.rows.append(row)
    return found


def _poll_form(values: Sent, dates: list[datetime]) -> PollForm:
    typed = {name: values.one(name) for name in ("request_id", "minutes", "due_on")}
    lists = {"dates": dates, "posts": values.all("posts"), "agencies": values.all("agencies")}
    return PollForm.model_validate({name: value for name, value in typed.items() if value} | lists)


def _named(wrong: Wrong, values: Sent, *, has_dates: bool) -> dict[str, tuple[str, str]]:
    """What is wrong, beside the field people see; a day that could not be read is named in its own row already."""
    found = {name: words.ASK_FOR_DATES.get(name, said) for name, said in wrong.items()}
    nothing = found.pop("dates", None)
    return ({"day-1": nothing} if nothing and not has_dates else {}) | found


def _field_of(field: str, rows: list[int]) -> str:
    """`dates.2` is the row in which the third date was typed."""
    name, _, place = field.partition(".")
    return f"day-{rows[int(place)]}" if place else name


async def _form(
    request: Request, tx: Session, who: Who, body: Body, now: Now, values: Sent, *, rows: int | None = None,
    wrong: Wrong | None = None,
) -> Response:  # fmt: skip
    shown = min(max(rows or _rows(values), ROWS), MOST_DATES)
    return render(
        request, "poll_new.html", status_code=422 if wrong else 200, body=body, values=values, wrong=wrong or {},
        names=await reading.names_of(tx, who.municipality), words=words, request_id=new_id(), rows=shown,
        closed=await closures.closures_of(tx, who.municipality, local_date(now)), most=MOST_DATES,
        notes=_notes(values),
    )  # fmt: skip


def _notes(values: Sent) -> dict[int, datetime]:
    """The dates typed so far by their rows: a closed day is allowed, and shown as one."""
    found = _proposed(values)
    return dict(zip(found.rows, found.dates, strict=True))
