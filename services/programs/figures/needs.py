"""What waits for somebody: gaps of the town, people in line, checks, organisers' links that end soon."""

from datetime import datetime, timedelta
from typing import Any

from prometheus_client.metrics_core import Metric
from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.programs.models import CheckTask, OrganiserLink, Registration, ResourceGap
from services.programs.rules import RegistrationStatus
from shared.db import Session
from shared.figures import Figure, counts, links_expiring, one

AGES = ("under_30d", "30_to_90d", "over_90d")
SOON = timedelta(days=7)

GAPS = Figure(
    "programs", "yui_resource_gaps_open",
    "Needs that nothing in town meets (資源不足), noted by meetings, by how long ago; nothing closes a gap yet.",
    labels={"age": AGES},
)  # fmt: skip
WAITING = Figure(
    "programs", "yui_registrations_waiting", "Registrations in line for a place, and those a place is kept for.",
    labels={"state": ("waiting", "offered")}, counts_people=True,
)  # fmt: skip
CHECKS = Figure(
    "programs", "yui_checks_open", "Regulars who were missed several times and whom nobody has looked after (見守り).",
    counts_people=True,
)  # fmt: skip
EXPIRING = links_expiring("programs", ("organiser",))
DECLARED = (GAPS, WAITING, CHECKS, EXPIRING)


async def figures(tx: Session, now: datetime) -> list[Metric]:
    """These families."""
    gaps = (await counts(tx, _gaps(now)))[0]
    checks = select(func.count()).select_from(CheckTask).where(col(CheckTask.closed_at).is_(None))
    return [
        GAPS.family({(age,): count for age, count in zip(AGES, gaps, strict=True)}),
        WAITING.family({(status.value,): count for status, count in await counts(tx, _in_line())}),
        CHECKS.alone(await one(tx, checks)),
        EXPIRING.family({("organiser", "7d"): await one(tx, _ending(now))}),
    ]


def _gaps(now: datetime) -> Any:
    """Columns in the order of AGES."""
    noted, month, quarter = col(ResourceGap.noted_at), now - timedelta(days=30), now - timedelta(days=90)
    columns = (noted > month, noted.between(quarter, month), noted < quarter)
    return select(*(func.count(case((column, 1))) for column in columns)).select_from(ResourceGap)


def _in_line() -> Any:
    status = col(Registration.status)
    in_line = status.in_([RegistrationStatus.WAITING, RegistrationStatus.OFFERED])
    return select(status, func.count()).where(in_line).group_by(status)


def _ending(now: datetime) -> Any:
    """Links that end within the week and that no newer one follows, of the same organiser for the same phone."""
    ends, newer = col(OrganiserLink.expires_at), aliased(OrganiserLink)
    is_followed = exists().where(
        col(newer.organiser_id) == col(OrganiserLink.organiser_id),
        col(newer.name) == col(OrganiserLink.name),
        col(newer.expires_at) > ends,
        col(newer.revoked_at).is_(None),
    )
    return select(func.count()).where(
        ends > now, ends <= now + SOON, col(OrganiserLink.revoked_at).is_(None), ~is_followed
    )
