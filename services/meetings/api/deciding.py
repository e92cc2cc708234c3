"""Decisions on lines, and the tasks they give."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from services.meetings.actions import deciding, plans
from services.meetings.api.who import Leader, Staff, settings_of
from services.meetings.schemas import DecisionForm, DecisionView, TaskView
from shared.web import Now, Read, Reference, Tx

api = APIRouter()


@api.post("/items/{item_id}/decision", status_code=201)
async def decide(
    item_id: Reference, form: DecisionForm, request: Request, tx: Tx, who: Leader, now: Now
) -> DecisionView:
    """Record the decision on one line."""
    lead_days = settings_of(request).network_lead_days
    return await deciding.decide(tx, item_id, form, who, now=now, lead_days=lead_days)


@api.get("/tasks")
async def list_tasks(tx: Read, who: Staff, open_only: Annotated[bool, Query()] = True) -> list[TaskView]:
    """Tasks of the caller's agencies, the earliest due first."""
    return [TaskView.of(task) for task in await plans.tasks_of(tx, who, open_only=open_only)]


@api.post("/tasks/{task_id}/finish")
async def finish_task(task_id: Reference, tx: Tx, who: Staff, now: Now) -> TaskView:
    """An agency did its part."""
    return TaskView.of(await plans.finish_task(tx, task_id, who, now=now))
