"""JSON doors of meetings: parse, call one action, shape the answer."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request

from services.meetings import feeds
from services.meetings.actions import bodies, deciding, plans, series, sitting_view, sittings
from services.meetings.schemas import (
    BodyView,
    ChangeView,
    ClosureForm,
    ConveneForm,
    DecisionForm,
    DecisionView,
    FeedForm,
    FeedRow,
    FeedView,
    MeetingView,
    MoveForm,
    SeriesForm,
    SittingView,
    TaskView,
)
from services.meetings.settings import Settings
from shared.auth import Role, Who, may
from shared.web import Now, Read, Reference, Tx

api = APIRouter(prefix="/meetings/api", tags=["meetings"])

Member = Annotated[Who, may(Role.PROMOTER, Role.AGENCY_STAFF, Role.ADMIN)]
Leader = Annotated[Who, may(Role.PROMOTER)]
Arranger = Annotated[Who, may(Role.PROMOTER, Role.ADMIN)]
Admin = Annotated[Who, may(Role.ADMIN)]
Staff = Annotated[Who, may(Role.AGENCY_STAFF, Role.PROMOTER)]


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


@api.get("/meetings")
async def my_meetings(
    tx: Read, who: Member, now: Now, body: Annotated[Reference | None, Query()] = None
) -> list[MeetingView]:
    """Coming sittings the caller is called to (or all of one body that they sit on or arrange), soonest first."""
    return await sitting_view.my_meetings(tx, who, body, now=now)


@api.post("/meetings", status_code=201)
async def convene(form: ConveneForm, tx: Tx, who: Arranger, now: Now) -> MeetingView:
    """Call a sitting by hand."""
    return MeetingView.of(await sittings.convene(tx, form, who, now=now))


@api.get("/meetings/{meeting_id}")
async def show_meeting(meeting_id: Reference, tx: Read, who: Member) -> SittingView:
    """One sitting with its agenda, cut to what the caller was called for."""
    return await sitting_view.sitting(tx, who, meeting_id)


@api.post("/meetings/{meeting_id}/move")
async def move(meeting_id: Reference, form: MoveForm, tx: Tx, who: Arranger, now: Now) -> MeetingView:
    """Change a sitting's time or place."""
    return MeetingView.of(await sittings.move(tx, meeting_id, form, who, now=now))


@api.post("/meetings/{meeting_id}/cancel")
async def cancel(meeting_id: Reference, tx: Tx, who: Arranger, now: Now) -> MeetingView:
    """Call a sitting off; its lines go to the next one."""
    return MeetingView.of(await sittings.cancel(tx, meeting_id, who, now=now))


@api.post("/meetings/{meeting_id}/open")
async def open_meeting(meeting_id: Reference, tx: Tx, who: Leader, now: Now) -> MeetingView:
    """Begin a sitting."""
    return MeetingView.of(await sittings.open_meeting(tx, meeting_id, who, now=now))


@api.post("/meetings/{meeting_id}/close")
async def close_meeting(meeting_id: Reference, tx: Tx, who: Leader, now: Now) -> MeetingView:
    """End a sitting; what was not decided is carried to the next one."""
    return MeetingView.of(await sittings.close_meeting(tx, meeting_id, who, now=now))


@api.post("/items/{item_id}/decision", status_code=201)
async def decide(
    item_id: Reference, form: DecisionForm, request: Request, tx: Tx, who: Leader, now: Now
) -> DecisionView:
    """Record the decision on one line."""
    lead_days = settings_of(request).network_lead_days
    return await deciding.decide(tx, item_id, form, who, now=now, lead_days=lead_days)


@api.get("/bodies")
async def list_bodies(tx: Read, who: Member) -> list[BodyView]:
    """The town's bodies with their rules."""
    return [BodyView.of(body) for body in await bodies.bodies_of(tx, who)]


@api.post("/bodies/{body_id}/series/preview")
async def preview_series(
    body_id: Reference, form: SeriesForm, request: Request, tx: Read, who: Arranger, now: Now
) -> ChangeView:
    """What a new rule would change; nothing is changed."""
    months = settings_of(request).horizon_months
    return ChangeView.of((await series.preview(tx, body_id, form, who, now=now, months=months)).change)


@api.post("/bodies/{body_id}/series")
async def change_series(
    body_id: Reference, form: SeriesForm, request: Request, tx: Tx, who: Arranger, now: Now
) -> ChangeView:
    """From a day on the body sits by another rule; UIDs of what stays are kept."""
    months = settings_of(request).horizon_months
    return ChangeView.of(await series.change_rest(tx, body_id, form, who, now=now, months=months))


@api.post("/bodies/{body_id}/publish")
async def publish_drafts(body_id: Reference, tx: Tx, who: Arranger, now: Now) -> dict[str, int]:
    """The body's drafts become sittings."""
    return {"published": await series.announce_drafts(tx, body_id, who, now=now)}


@api.put("/closures/{day}", status_code=204)
async def close_day(day: date, form: ClosureForm, tx: Tx, who: Admin) -> None:
    """The town's offices are closed on a day beside holidays and weekends."""
    await bodies.close_day(tx, who, day, form.name)


@api.get("/tasks")
async def list_tasks(tx: Read, who: Staff, open_only: Annotated[bool, Query()] = True) -> list[TaskView]:
    """Tasks of the caller's agencies, the earliest due first."""
    return [TaskView.of(task) for task in await plans.tasks_of(tx, who, open_only=open_only)]


@api.post("/tasks/{task_id}/finish")
async def finish_task(task_id: Reference, tx: Tx, who: Staff, now: Now) -> TaskView:
    """An agency did its part."""
    return TaskView.of(await plans.finish_task(tx, task_id, who, now=now))


@api.post("/feeds", status_code=201)
async def subscribe(form: FeedForm, request: Request, tx: Tx, who: Member, now: Now) -> FeedView:
    """A calendar address for one of the caller's own posts, agencies or bodies; its secret is shown this once."""
    return await feeds.subscribe(tx, form, who, public_url=settings_of(request).public_url, now=now)


@api.get("/feeds")
async def list_feeds(tx: Read, who: Member, now: Now) -> list[FeedRow]:
    """The caller's own subscriptions, without their secrets; when and by which calendar each was last fetched."""
    return await feeds.list_feeds(tx, who, now=now)


@api.post("/feeds/{reference}/rotate", status_code=201)
async def rotate_feed(reference: Reference, request: Request, tx: Tx, who: Member, now: Now) -> FeedView:
    """A new address for the same calendar; the old one works for seven days more."""
    return await feeds.rotate(tx, who, reference, public_url=settings_of(request).public_url, now=now)


@api.post("/feeds/{reference}/revoke", status_code=204)
async def revoke_feed(reference: Reference, tx: Tx, who: Member, now: Now) -> None:
    """End a subscription at once."""
    await feeds.revoke(tx, who, reference, now=now)
