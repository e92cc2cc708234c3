"""Figures of intake's work, counted from its rows. Whatever counts people or cases is shown in fives (0040)."""

from datetime import datetime
from typing import Any

from prometheus_client.metrics_core import Metric
from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.intake.models import AgendaLine, Case, ConsentStep, Consultation, Emergency, Referral
from services.intake.rules import Stage, lane_of, stage_of
from shared.clock import local_date
from shared.contracts.words import Consent, ItemKind, LegalBasis
from shared.db import Session
from shared.figures import Figure, Kind, WorkRoom, counts, days_since, histogram, one, seconds_between

HOUR, DAY = 3600.0, 86400.0
LANES = (LegalBasis.MANUAL.value, LegalBasis.SWA_106_6.value)
OPEN_STAGES = tuple(stage.value for stage in Stage if stage is not Stage.CLOSED)

CONSULTATIONS = Figure(
    "intake", "yui_consultations_total",
    "Consultations (相談受付) taken, by the legal lane their case stood in at that moment.", Kind.COUNTER,
    {"lane": LANES}, counts_people=True,
)  # fmt: skip
CASES = Figure(
    "intake", "yui_cases_open", "Open cases (事案), by the board's column.", labels={"stage": OPEN_STAGES},
    counts_people=True,
)  # fmt: skip
WITHOUT_DATE = Figure(
    "intake", "yui_cases_without_next_date",
    "Open cases with neither a next date nor an open agenda line: the loop dropped them, must be 0.",
    counts_people=True,
)  # fmt: skip
PAST_DATE = Figure(
    "intake", "yui_cases_past_next_date",
    "Open cases whose next date has passed and that stand on no agenda: somebody has to look at them.",
    counts_people=True,
)  # fmt: skip
OLDEST_PAST = Figure(
    "intake", "yui_case_oldest_past_next_date_age_seconds",
    "Since the next date that was passed over the longest ago, of open cases on no agenda, in whole days; 0 when none.",
)  # fmt: skip
ANSWERS = Figure(
    "intake", "yui_referral_answer_seconds", "From a referral (つなぎ) made to its answer, accepted or declined.",
    Kind.HISTOGRAM, buckets=(HOUR, 4 * HOUR, DAY, 2 * DAY, 3 * DAY, 5 * DAY, 7 * DAY, 14 * DAY, 30 * DAY),
    counts_people=True,
)  # fmt: skip
REFERRALS = Figure(
    "intake", "yui_referrals_open",
    "Referrals nobody has answered, of open cases; a lapsed one until a meeting has decided what becomes of it.",
    counts_people=True,
)  # fmt: skip
OLDEST_REFERRAL = Figure(
    "intake", "yui_referral_oldest_unanswered_age_seconds",
    "Age of the oldest referral nobody has answered, of open cases, in whole days; 0 when there is none.",
)  # fmt: skip
EMERGENCIES = Figure(
    "intake", "yui_emergencies_total", "Support begun before any meeting (緊急着手).", Kind.COUNTER, counts_people=True
)


async def work_figures(tx: Session, now: datetime) -> list[Metric]:
    """All of them, as the rows stand."""
    waiting, oldest = (await counts(tx, _unanswered()))[0]
    without, past, oldest_past = (await counts(tx, _adrift(now)))[0]
    return [
        CONSULTATIONS.family(await _by_lane(tx)),
        CASES.family(await _by_stage(tx, now)),
        WITHOUT_DATE.alone(without),
        PAST_DATE.alone(past),
        OLDEST_PAST.alone(DAY * (local_date(now) - oldest_past).days if oldest_past else 0),
        ANSWERS.histogram({(): (await counts(tx, _answers()))[0]}),
        REFERRALS.alone(waiting),
        OLDEST_REFERRAL.alone(days_since(oldest, now)),
        EMERGENCIES.alone(await one(tx, select(func.count()).select_from(Emergency))),
    ]


async def _by_lane(tx: Session) -> dict[tuple[str, ...], float]:
    """By the consent known when each was taken: a later change of lane must not move what was counted."""
    query = select(
        select(func.count()).select_from(Consultation).scalar_subquery(), _taken_with_consent().scalar_subquery()
    )
    taken, given = (await counts(tx, query))[0]
    return {(lane_of(Consent.GIVEN).value,): given, (lane_of(Consent.NONE).value,): taken - given}


def _taken_with_consent() -> Any:
    """How many: from each consent given to the step after it. There are fewer of those than of consultations."""
    step, after = aliased(ConsentStep), aliased(ConsentStep)
    is_later = or_(
        col(after.recorded_at) > col(step.recorded_at),
        and_(col(after.recorded_at) == col(step.recorded_at), col(after.id) > col(step.id)),
    )
    was_known = col(after.recorded_at) <= col(Consultation.taken_at)
    followed = exists().where(col(after.case_ref) == col(step.case_ref), was_known, is_later)
    taken_since = and_(
        col(Consultation.case_ref) == col(step.case_ref), col(Consultation.taken_at) >= col(step.recorded_at)
    )
    query = select(func.count()).select_from(step).join(Consultation, taken_since)
    return query.where(col(step.consent) == Consent.GIVEN, ~followed)


def _on_agenda(*kinds: ItemKind) -> ColumnElement[bool]:
    line = (col(AgendaLine.case_ref) == col(Case.case_ref), col(AgendaLine.is_closed).is_(False))
    which = col(AgendaLine.kind).in_(kinds) if kinds else col(AgendaLine.kind).is_not(None)
    return exists().where(*line, which)


async def _by_stage(tx: Session, now: datetime) -> dict[tuple[str, ...], float]:
    """Grouped by what the rule looks at, so that the rule decides once a group and not once a case."""
    cases = (
        select(
            col(Case.review_on).label("review_on"),
            _on_agenda(ItemKind.NETWORK_CASE).label("network"),
            _on_agenda().label("line"),
        )
        .where(col(Case.closed_at).is_(None))
        .subquery()
    )
    found: dict[tuple[str, ...], float] = {}
    grouped = select(cases.c.review_on, cases.c.network, cases.c.line, func.count())
    for review_on, network, line, count in await counts(tx, grouped.group_by(*cases.c)):
        kinds = [ItemKind.NETWORK_CASE] if network else [ItemKind.CANDIDATE] if line else []
        key = (stage_of(kinds, review_on=review_on, today=local_date(now)).value,)
        found[key] = found.get(key, 0) + count
    return found


def _adrift(now: datetime) -> Any:
    """Open cases on no agenda: those without a next date, those whose next date has passed, and the oldest of those."""
    past = col(Case.next_date) < local_date(now)
    columns = (
        func.count(case((col(Case.next_date).is_(None), 1))),
        func.count(case((past, 1))),
        func.min(case((past, col(Case.next_date)))),
    )
    return select(*columns).where(col(Case.closed_at).is_(None), ~_on_agenda())


def _answers() -> Any:
    took = seconds_between(col(Referral.asked_at), col(Referral.answered_at))
    return select(*histogram(took, ANSWERS.buckets)).where(col(Referral.answered_at).is_not(None))


def _unanswered() -> Any:
    query = select(func.count(), func.min(col(Referral.asked_at))).join(
        Case, col(Case.case_ref) == col(Referral.case_ref)
    )
    with_the_core = or_(col(Referral.lapsed_at).is_(None), _on_agenda(ItemKind.REFERRAL_UNANSWERED))
    return query.where(col(Referral.answered_at).is_(None), col(Case.closed_at).is_(None), with_the_core)


WORK = WorkRoom(
    (CONSULTATIONS, CASES, WITHOUT_DATE, PAST_DATE, OLDEST_PAST, ANSWERS, REFERRALS, OLDEST_REFERRAL, EMERGENCIES),
    work_figures,
)
