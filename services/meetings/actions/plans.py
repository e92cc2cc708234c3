"""支援プラン: who does what by when, and who has done it."""

from datetime import datetime

from sqlmodel import col, select

from services.meetings.errors import NoSuchTask, NotYourTask
from services.meetings.models import Decision, PlanTask, SupportPlan
from services.meetings.schemas import DecisionForm
from shared.auth import Role, Who, may_see_municipality
from shared.contracts.meetings import PlanDecided, TaskAssigned, TaskFinished
from shared.db import Session
from shared.outbox import emit


async def decide_plan(tx: Session, case_ref: str, decision: Decision, form: DecisionForm, *, now: datetime) -> None:
    """Record the plan a network meeting decided and give each agency its tasks."""
    assert form.review_on is not None
    plan = SupportPlan(
        municipality=decision.municipality,
        case_ref=case_ref,
        meeting_id=decision.meeting_id,
        review_on=form.review_on,
        decided_at=now,
    )
    tx.add(plan)
    await tx.flush()
    emit(
        tx,
        PlanDecided(
            municipality=plan.municipality,
            aggregate_id=plan.case_ref,
            occurred_at=now,
            plan_id=plan.id,
            agencies=list(dict.fromkeys(task.agency for task in form.tasks)),
            tasks=len(form.tasks),
            review_on=plan.review_on,
        ),
    )
    for wanted in form.tasks:
        task = PlanTask(municipality=plan.municipality, plan_id=plan.id, case_ref=plan.case_ref, **wanted.model_dump())
        tx.add(task)
        emit(
            tx,
            TaskAssigned(
                municipality=plan.municipality,
                aggregate_id=plan.case_ref,
                occurred_at=now,
                task_id=task.id,
                plan_id=plan.id,
                agency=task.agency,
                kind=task.kind,
                due_on=task.due_on,
            ),
        )


async def tasks_of(tx: Session, who: Who, *, open_only: bool) -> list[PlanTask]:
    """Tasks of `who`'s agencies (all of the town for promoters), the earliest due first."""
    query = select(PlanTask).where(PlanTask.municipality == who.municipality).order_by(col(PlanTask.due_on))
    if open_only:
        query = query.where(col(PlanTask.done_at).is_(None))
    rows = (await tx.exec(query)).all()
    return [task for task in rows if who.has(Role.PROMOTER) or task.agency in who.agencies]


async def finish_task(tx: Session, task_id: str, who: Who, *, now: datetime) -> PlanTask:
    """An agency did its part. Saying so twice is saying it once."""
    task = await tx.get(PlanTask, task_id)
    if task is None or not may_see_municipality(who, task.municipality):
        raise NoSuchTask("There is no such task.")
    if task.agency not in who.agencies:
        raise NotYourTask("Only its agency finishes a task.")
    if task.done_at is None:
        task.done_at = now
        tx.add(task)
        emit(
            tx,
            TaskFinished(
                municipality=task.municipality,
                aggregate_id=task.case_ref,
                occurred_at=now,
                task_id=task.id,
                plan_id=task.plan_id,
                agency=task.agency,
            ),
        )
    return task
