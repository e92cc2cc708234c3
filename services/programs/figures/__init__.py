"""Figures of programs' work, counted from its rows. Whatever counts people is shown in fives (0040)."""

from datetime import datetime

from prometheus_client.metrics_core import Metric

from services.programs.figures import needs, sessions
from services.programs.figures.matches import MATCHES
from shared.db import Session
from shared.figures import WorkRoom


async def work_figures(tx: Session, now: datetime) -> list[Metric]:
    """All of them, as the rows stand."""
    return [*await sessions.figures(tx, now), *await needs.figures(tx, now)]


WORK = WorkRoom((*sessions.DECLARED, *needs.DECLARED), work_figures)

__all__ = ["MATCHES", "WORK", "work_figures"]
