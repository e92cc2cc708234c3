"""Figures of meetings' work, counted from its rows. Whatever counts people or cases is shown in fives (0040)."""

from datetime import datetime

from prometheus_client.metrics_core import Metric

from services.meetings.figures import agenda, following, sittings
from shared.db import Session
from shared.figures import WorkRoom


async def work_figures(tx: Session, now: datetime) -> list[Metric]:
    """All of them, as the rows stand."""
    return [
        *await agenda.figures(tx, now),
        *await following.figures(tx, now),
        *await sittings.figures(tx, now),
    ]


WORK = WorkRoom((*agenda.DECLARED, *following.DECLARED, *sittings.DECLARED), work_figures)
