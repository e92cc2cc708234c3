"""What follows from a case's sittings: how long it takes to its plan, and what was promised and not done."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from prometheus_client.metrics_core import Metric
from sqlalchemy import func, select
from sqlmodel import col

from services.meetings.models import ActionItem, AgendaItem, Decision, PlanTask, SupportPlan
from services.meetings.rules.lead_times import Milestones, Step, lead_times
from shared.clock import local_date, moment_of
from shared.contracts.words import ItemKind
from shared.db import Session
from shared.figures import Figure, Kind, counts, one

DAYS = tuple(86400.0 * days for days in (1, 3, 7, 14, 21, 30, 45, 60, 90, 180))
LOOKING_BACK = timedelta(days=400)  # each case is a value in Python: a town's whole past would hold up the loop
STEPS = tuple(step.value for step in Step)

LEAD_TIMES = Figure(
    "meetings", "yui_case_lead_time_seconds",
    "How long cases of the last 400 days took: from the consultation by which screening proposed them to the first "
    "decision of the core meeting, on to that of the network meeting, and to the support plan.",
    Kind.HISTOGRAM, {"step": STEPS}, DAYS, counts_people=True,
)  # fmt: skip
TASKS = Figure(
    "meetings", "yui_tasks_overdue",
    "What agencies promised and have not done by its date: tasks of support plans, and what sittings asked for.",
    labels={"of": ("plan", "sitting")}, counts_people=True,
)  # fmt: skip
DECLARED = (LEAD_TIMES, TASKS)


async def figures(tx: Session, now: datetime) -> list[Metric]:
    """These families."""
    today = local_date(now)
    tasks = select(func.count()).where(col(PlanTask.done_at).is_(None), col(PlanTask.due_on) < today)
    asked = select(func.count()).where(col(ActionItem.status) == "open", col(ActionItem.due_on) < today)
    return [
        LEAD_TIMES.histogram(_in_buckets(await _milestones(tx, now - LOOKING_BACK))),
        TASKS.family({("plan",): await one(tx, tasks), ("sitting",): await one(tx, asked)}),
    ]


async def _milestones(tx: Session, since: datetime) -> Sequence[Milestones]:
    """One a case that was decided on. A proposal's own id says when it was made: ids are ordered by their time."""
    decided = (
        select(
            col(Decision.case_ref), col(AgendaItem.kind), func.min(col(Decision.decided_at)),
            func.min(col(AgendaItem.source_event)),
        )
        .join(AgendaItem, col(AgendaItem.id) == col(Decision.item_id))
        .where(col(AgendaItem.kind).in_([ItemKind.CANDIDATE, ItemKind.NETWORK_CASE]), col(Decision.decided_at) > since)
        .group_by(col(Decision.case_ref), col(AgendaItem.kind))
    )  # fmt: skip
    plans = (
        select(col(SupportPlan.case_ref), func.min(col(SupportPlan.decided_at)))
        .where(col(SupportPlan.decided_at) > since)
        .group_by(col(SupportPlan.case_ref))
    )
    found: dict[str, Milestones] = {}
    for case_ref, kind, decided_at, source in await counts(tx, decided):
        known = found.get(case_ref, Milestones())
        if kind is ItemKind.CANDIDATE:
            found[case_ref] = known._replace(consultation=moment_of(source), core=decided_at)
        else:
            found[case_ref] = known._replace(network=decided_at)
    for case_ref, decided_at in await counts(tx, plans):
        found[case_ref] = found.get(case_ref, Milestones())._replace(plan=decided_at)
    return list(found.values())


def _in_buckets(cases: Sequence[Milestones]) -> dict[tuple[str, ...], list[int]]:
    """For each step how many cases took at most each bound, and how many there are."""
    found = {(step,): [0] * (len(DAYS) + 1) for step in STEPS}
    for case in cases:
        for step, seconds in lead_times(case):
            found[(step.value,)][bisect_left(DAYS, seconds)] += 1
    return {step: list(accumulate(each)) for step, each in found.items()}
