"""Sessions: what took place, what was called off and why, what was posted. They are public, so towns stand here."""

from datetime import date, datetime, timedelta
from typing import Any

from prometheus_client.metrics_core import Metric
from sqlalchemy import and_, case, exists, func, or_, select
from sqlmodel import col

from services.programs.models import Attendance, Municipality, RegistrationRules, Session, SessionCount
from services.programs.rules import CancelReason, SessionStatus
from services.programs.rules.attending import CAME
from shared.clock import local_date
from shared.db import Session as Tx
from shared.figures import MUNICIPALITIES, Figure, Kind, Values, counts, histogram

BEHIND, AHEAD = timedelta(days=90), timedelta(days=28)
WINDOW = "of the last 90 and next 28 days"

SESSIONS = Figure(
    "programs", "yui_sessions_in_window",
    f"Sessions (開催) {WINDOW}: held, planned with their time, planned without a time yet, or cancelled.",
    labels={"status": ("held", "planned", "time_open", "cancelled")},
)  # fmt: skip
CANCELLED = Figure(
    "programs", "yui_sessions_cancelled_in_window", f"Sessions {WINDOW} that were called off, by why.",
    labels={"reason": (*CancelReason, "unsaid")},
)  # fmt: skip
POSTED = Figure(
    "programs", "yui_session_posted_last_timestamp_seconds",
    f"When an organiser of the town last posted a session {WINDOW}; no sample where none did.",
    labels={"municipality": MUNICIPALITIES},
)  # fmt: skip
THIS_WEEK = Figure(
    "programs", "yui_sessions_this_week",
    "Sessions of this week (Monday to Sunday in Japan) that are not cancelled, posted by their organiser or not yet.",
    labels={"municipality": MUNICIPALITIES, "status": ("posted", "unposted")},
)  # fmt: skip
FILL = Figure(
    "programs", "yui_session_fill_ratio",
    "Who came (late, partial and walk-ins too) by places, for sessions of the last 90 days with places and attendance.",
    Kind.HISTOGRAM, buckets=(0.1, 0.25, 0.5, 0.75, 0.9, 1.0, 1.25), counts_people=True,
)  # fmt: skip
DECLARED = (SESSIONS, CANCELLED, POSTED, THIS_WEEK, FILL)


async def figures(tx: Tx, now: datetime) -> list[Metric]:
    """These families; each query begins at the index of days."""
    today = local_date(now)
    posted: dict[Values, float] = {(town,): at.timestamp() for town, at in await counts(tx, _posted(today)) if at}
    return [
        SESSIONS.family({(status,): count for status, count in await counts(tx, _by_status(today))}),
        CANCELLED.family({(reason or "unsaid",): count for reason, count in await counts(tx, _by_reason(today))}),
        POSTED.family(posted),
        THIS_WEEK.family(await _this_week(tx, today)),
        FILL.histogram({(): (await counts(tx, _filled(today)))[0]}),
    ]


def _in_window(today: date) -> Any:
    return col(Session.held_on).between(today - BEHIND, today + AHEAD)


def _by_status(today: date) -> Any:
    status = case(
        (col(Session.status) == SessionStatus.CANCELLED, "cancelled"),
        (col(Session.held_on) < today, "held"),
        (col(Session.starts_at).is_(None), "time_open"),
        else_="planned",
    )
    found = select(status.label("status")).where(_in_window(today)).subquery()
    return select(found.c.status, func.count()).group_by(found.c.status)


def _by_reason(today: date) -> Any:
    off = and_(_in_window(today), col(Session.status) == SessionStatus.CANCELLED)
    return select(col(Session.reason), func.count()).where(off).group_by(col(Session.reason))


def _posted(today: date) -> Any:
    town = col(Session.municipality)
    return select(town, func.max(col(Session.posted_at))).where(_in_window(today)).group_by(town)


async def _this_week(tx: Tx, today: date) -> dict[Values, float]:
    """Every town of the installation, those without a session too: they are what an alert looks for."""
    monday = today - timedelta(days=today.weekday())
    is_posted = col(Session.posted_at).is_not(None)
    query = select(col(Session.municipality), func.count(case((is_posted, 1))), func.count(case((~is_posted, 1))))
    week = and_(
        col(Session.held_on).between(monday, monday + timedelta(days=6)),
        col(Session.status) != SessionStatus.CANCELLED,
    )
    found = {town: (0, 0) for (town,) in await counts(tx, select(col(Municipality.code)))}
    found |= {
        town: (yes, no) for town, yes, no in await counts(tx, query.where(week).group_by(col(Session.municipality)))
    }
    posted: dict[Values, float] = {(town, "posted"): yes for town, (yes, _no) in found.items()}
    return posted | {(town, "unposted"): no for town, (_yes, no) in found.items()}


def _filled(today: date) -> Any:
    at_session = col(Attendance.session_id) == col(Session.id)
    came = select(func.count()).where(at_session, col(Attendance.state).in_(CAME)).scalar_subquery()
    ratio = (came + func.coalesce(col(SessionCount.walk_ins), 0)) * 1.0 / col(RegistrationRules.capacity)
    is_marked = or_(exists().where(at_session), col(SessionCount.session_id).is_not(None))
    sessions = (
        select(ratio.label("ratio"))
        .select_from(Session)
        .join(RegistrationRules, col(RegistrationRules.program_id) == col(Session.program_id))
        .outerjoin(SessionCount, col(SessionCount.session_id) == col(Session.id))
        .where(
            col(Session.held_on).between(today - BEHIND, today),
            col(Session.status) != SessionStatus.CANCELLED,
            col(RegistrationRules.capacity) > 0,
            is_marked,
        )
        .subquery()
    )
    return select(*histogram(sessions.c.ratio, FILL.buckets))
