"""Lines of agendas: where they come from, how often they were carried, which reports and reviews are late."""

from datetime import datetime, time, timedelta
from typing import Any

from prometheus_client.metrics_core import Metric
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import col

from services.meetings.models import AgendaItem, Meeting
from services.meetings.rules.recurrence import at_local_time
from shared.clock import local_date
from shared.contracts.words import ItemKind
from shared.db import Session
from shared.figures import Figure, Kind, counts, days_since

SOURCES = tuple(kind.value for kind in ItemKind)
RECORDED_WITHIN = timedelta(days=1)  # a sitting that goes on, or is written up in the evening, is not late
CARRIED = ("0", "1", "2", "3+")
REPORTS = ("reported", "waiting", "overdue")

ITEMS = Figure(
    "meetings", "yui_agenda_items_total", "Lines put on agendas (議題), by why they stand there.", Kind.COUNTER,
    {"source": SOURCES}, counts_people=True,
)  # fmt: skip
OPEN = Figure(
    "meetings", "yui_agenda_items_open", "Lines nobody has decided, by how often they were carried to a next sitting.",
    labels={"carried": CARRIED}, counts_people=True,
)  # fmt: skip
EMERGENCY_REPORTS = Figure(
    "meetings", "yui_emergency_reports",
    "Reports after an emergency (事後報告): decided at a sitting, waiting for one, or overdue: a sitting went by.",
    labels={"state": REPORTS}, counts_people=True,
)  # fmt: skip
REVIEWS = Figure(
    "meetings", "yui_reviews_open", "Cases that wait for their progress review (進捗の確認), overdue ones among them.",
    counts_people=True,
)  # fmt: skip
OVERDUE = Figure(
    "meetings", "yui_reviews_overdue",
    "Reviews whose date has come and that a sitting passed over, or that no sitting has taken.", counts_people=True,
)  # fmt: skip
OLDEST = Figure(
    "meetings", "yui_review_oldest_overdue_age_seconds",
    "Since the review date that was passed over the longest ago, in whole days; 0 when none was.",
)  # fmt: skip
DECLARED = (ITEMS, OPEN, EMERGENCY_REPORTS, REVIEWS, OVERDUE, OLDEST)


async def figures(tx: Session, now: datetime) -> list[Metric]:
    """These families."""
    opened, overdue, oldest = (await counts(tx, _reviews(now)))[0]
    reports = (await counts(tx, _reports(now)))[0]
    since = at_local_time(oldest, time.min) if oldest else None
    added = select(col(AgendaItem.kind), func.count()).group_by(col(AgendaItem.kind))
    return [
        ITEMS.family({(kind.value,): count for kind, count in await counts(tx, added)}),
        OPEN.family({(carried,): count for carried, count in await counts(tx, _carried())}),
        EMERGENCY_REPORTS.family({(state,): count for state, count in zip(REPORTS, reports, strict=True)}),
        REVIEWS.alone(opened),
        OVERDUE.alone(overdue),
        OLDEST.alone(days_since(since, now)),
    ]


def _carried() -> Any:
    often = col(AgendaItem.times_carried)
    times = case((often >= 3, "3+"), (often == 2, "2"), (often == 1, "1"), else_="0").label("carried")
    open_lines = select(times).where(col(AgendaItem.status) == "open").subquery()
    return select(open_lines.c.carried, func.count()).group_by(open_lines.c.carried)


def _late(now: datetime) -> ColumnElement[bool]:
    """A sitting went by without it; or its day has come and it stands on none."""
    unplaced = and_(col(AgendaItem.meeting_id).is_(None), col(AgendaItem.not_before) < local_date(now))
    went_by = col(Meeting.starts_at) < now - RECORDED_WITHIN
    return or_(col(AgendaItem.times_carried) > 0, went_by, unplaced)


def _reports(now: datetime) -> Any:
    """Columns in the order of REPORTS."""
    is_open, late = col(AgendaItem.status) == "open", func.coalesce(_late(now), False)
    columns = (
        func.count(case((col(AgendaItem.status) == "decided", 1))),
        func.count(case((and_(is_open, ~late), 1))),
        func.count(case((and_(is_open, late), 1))),
    )
    return _lines(*columns).where(col(AgendaItem.kind) == ItemKind.EMERGENCY_REPORT)


def _reviews(now: datetime) -> Any:
    late = _late(now)
    columns = (func.count(), func.count(case((late, 1))), func.min(case((late, col(AgendaItem.not_before)))))
    query = _lines(*columns)
    return query.where(col(AgendaItem.kind) == ItemKind.REVIEW, col(AgendaItem.status) == "open")


def _lines(*columns: ColumnElement[Any]) -> Any:
    sitting = col(Meeting.id) == col(AgendaItem.meeting_id)
    return select(*columns).select_from(AgendaItem).outerjoin(Meeting, sitting)
