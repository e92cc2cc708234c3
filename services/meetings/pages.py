"""HTML doors of meetings: the same actions as the JSON doors, for people."""

from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.meetings import feeds, words
from services.meetings.actions import deciding, plans, reading, sitting_view, sittings
from services.meetings.api import Leader, Member, Staff, settings_of
from services.meetings.models import Meeting
from services.meetings.rules.decisions import allowed
from services.meetings.schemas import DecisionForm, FeedForm, MoveForm
from shared.clock import TOKYO, local_date
from shared.db import Session
from shared.errors import DomainError
from shared.ui import Pages
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, errors_of, sent

TASK_ROWS = 3


def pages_of_meetings(pages: Pages) -> APIRouter:
    """会議 (mine), one sitting, 会議中, the tasks of plans, カレンダー購読."""
    doors = APIRouter(prefix="/meetings", include_in_schema=False)

    @doors.get("")
    async def mine(request: Request, tx: Read, who: Member, now: Now) -> Response:
        meetings = await sitting_view.my_meetings(tx, who, None, now=now)
        tasks = await plans.tasks_of(tx, who, open_only=True)
        names = await reading.names_of(tx, who.municipality)
        return pages.render(
            request, "meetings.html", today=local_date(now), tasks=tasks, names=names, words=words,
            days=_by_day(meetings),
        )  # fmt: skip

    @doors.get("/sittings/{meeting_id}")
    async def show(meeting_id: Reference, request: Request, tx: Read, who: Member, now: Now) -> Response:
        return await _sitting(request, tx, who, meeting_id, "sitting.html", now)

    @doors.get("/sittings/{meeting_id}/hold")
    async def hold(meeting_id: Reference, request: Request, tx: Read, who: Leader, now: Now) -> Response:
        await reading.led_meeting(tx, who, meeting_id)
        return await _sitting(request, tx, who, meeting_id, "hold.html", now)

    @doors.post("/sittings/{meeting_id}/open")
    async def begin(meeting_id: Reference, tx: Tx, who: Leader, now: Now) -> Response:
        await sittings.open_meeting(tx, meeting_id, who, now=now)
        return RedirectResponse(f"/meetings/sittings/{meeting_id}/hold", status_code=303)

    @doors.post("/sittings/{meeting_id}/close")
    async def end(meeting_id: Reference, tx: Tx, who: Leader, now: Now) -> Response:
        await sittings.close_meeting(tx, meeting_id, who, now=now)
        return RedirectResponse(f"/meetings/sittings/{meeting_id}", status_code=303)

    @doors.post("/sittings/{meeting_id}/cancel")
    async def cancel(meeting_id: Reference, tx: Tx, who: Leader, now: Now) -> Response:
        await sittings.cancel(tx, meeting_id, who, now=now)
        return RedirectResponse(f"/meetings/sittings/{meeting_id}", status_code=303)

    @doors.post("/sittings/{meeting_id}/move")
    async def move(
        meeting_id: Reference, day: Annotated[date, Form()], start: Annotated[str, Form(pattern=r"^\d\d:\d\d$")],
        request: Request, tx: Tx, who: Leader, now: Now,
    ) -> Response:  # fmt: skip
        starts_at = datetime.fromisoformat(f"{day}T{start}").replace(tzinfo=TOKYO)
        await sittings.move(tx, meeting_id, MoveForm(starts_at=starts_at), who, now=now)
        return RedirectResponse(f"/meetings/sittings/{meeting_id}", status_code=303)

    @doors.post("/items/{item_id}/decision")
    async def decide(item_id: Reference, request: Request, tx: Tx, who: Leader, now: Now) -> Response:
        values = await sent(request)
        meeting_id = await reading.meeting_of_item(tx, who, item_id)
        try:
            form = DecisionForm.model_validate(_decision_fields(values))
            lead_days = settings_of(request).network_lead_days
            await deciding.decide(tx, item_id, form, who, now=now, lead_days=lead_days)
        except ValidationError as error:
            return await _again(request, tx, who, meeting_id, now, values, errors_of(error))
        except DomainError as error:
            await tx.rollback()
            wrong = {error.field or "code": (error.title_ja, error.message)}
            return await _again(request, tx, who, meeting_id, now, values, wrong)
        return RedirectResponse(f"/meetings/sittings/{meeting_id}/hold", status_code=303)

    @doors.post("/tasks/{task_id}/finish")
    async def finish(task_id: Reference, tx: Tx, who: Staff, now: Now) -> Response:
        await plans.finish_task(tx, task_id, who, now=now)
        return RedirectResponse("/meetings", status_code=303)

    @doors.get("/subscribe")
    async def subscribe(request: Request, tx: Read, who: Member) -> Response:
        names = await reading.names_of(tx, who.municipality)
        return pages.render(request, "subscribe.html", names=names, made=None, posts=sorted(who.posts),
                            agencies=sorted(who.agencies))  # fmt: skip

    @doors.post("/subscribe")
    async def make_feed(
        request: Request, feed: Annotated[str, Form(pattern=r"^(post|agency):[A-Za-z0-9-]{1,64}$")], tx: Tx,
        who: Member, now: Now,
    ) -> Response:  # fmt: skip
        scope, _, key = feed.partition(":")
        form = FeedForm.model_validate({"scope": scope, "key": key, "name": "結の会議"})
        made = await feeds.subscribe(tx, form, who, public_url=settings_of(request).public_url, now=now)
        names = await reading.names_of(tx, who.municipality)
        return pages.render(request, "subscribe.html", names=names, made=made, posts=sorted(who.posts),
                            agencies=sorted(who.agencies))  # fmt: skip

    async def _sitting(
        request: Request, tx: Session, who: Member, meeting_id: str, template: str, now: Now, **more: object
    ) -> Response:
        sitting = await sitting_view.sitting(tx, who, meeting_id)
        body = await reading.find_body(tx, who.municipality, sitting.body)
        names = await reading.names_of(tx, who.municipality)
        mine = [call for call in sitting.invitations if call.status == "called"
                and call.invitee in who.posts | who.agencies]  # fmt: skip
        context = {
            "sitting": sitting, "body": body, "names": names, "words": words, "mine": mine, "today": local_date(now),
            "leads": reading.leads(who, body), "allowed": allowed, "task_rows": range(TASK_ROWS),
            "values": Sent({}), "wrong": {}, "soon": local_date(now) + timedelta(days=28),
        }  # fmt: skip
        return pages.render(request, template, **{**context, **more})

    async def _again(
        request: Request, tx: Session, who: Leader, meeting_id: str, now: Now, values: Sent,
        wrong: dict[str, tuple[str, str]],
    ) -> Response:  # fmt: skip
        page = await _sitting(request, tx, who, meeting_id, "hold.html", now, values=values, wrong=wrong)
        page.status_code = 422
        return page

    return doors


def _by_day(meetings: list[Meeting]) -> list[tuple[date, list[Meeting]]]:
    days: dict[date, list[Meeting]] = {}
    for meeting in meetings:
        days.setdefault(local_date(meeting.starts_at), []).append(meeting)
    return sorted(days.items())


def _decision_fields(values: Sent) -> dict[str, object]:
    """The decision's fields from the form; task rows left empty are no tasks."""
    fields: dict[str, object] = {name: values.one(name) or None for name in ("code", "owner", "until", "review_on")}
    fields["agencies"] = [agency for agency in values.all("agencies") if agency]
    rows = [
        {name: values.one(f"task.{row}.{name}") for name in ("agency", "kind", "due_on")} for row in range(TASK_ROWS)
    ]
    if fields["code"] == "plan_decided":
        fields["tasks"] = [row for row in rows if row["agency"] or row["kind"]]
    return fields
