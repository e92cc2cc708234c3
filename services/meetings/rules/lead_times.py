"""How long a case takes from step to step of the loop: 相談 → コア会議 → ネットワーク会議 → 支援プラン."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Step(StrEnum):
    """From where to where; the figures the law's subsidy asks for."""

    CONSULTATION_TO_CORE = "consultation_to_core"
    CORE_TO_NETWORK = "core_to_network"
    NETWORK_TO_PLAN = "network_to_plan"
    CONSULTATION_TO_PLAN = "consultation_to_plan"


class Milestones(NamedTuple):
    """When a case came to each for the first time; None: not yet, or not known."""

    consultation: datetime | None = None
    core: datetime | None = None
    network: datetime | None = None
    plan: datetime | None = None


def lead_times(case: Milestones) -> Iterator[tuple[Step, float]]:
    """The steps the case has behind it, each with its seconds; what went the other way round is no step."""
    spans = {
        Step.CONSULTATION_TO_CORE: (case.consultation, case.core),
        Step.CORE_TO_NETWORK: (case.core, case.network),
        Step.NETWORK_TO_PLAN: (case.network, case.plan),
        Step.CONSULTATION_TO_PLAN: (case.consultation, case.plan),
    }
    for step, (begun, reached) in spans.items():
        if begun and reached and reached >= begun:
            yield step, (reached - begun).total_seconds()
