"""Time doors of meetings."""

from datetime import datetime

from services.meetings.actions import empty, town
from services.meetings.settings import Settings
from shared.db import Session
from shared.timers import Timer


def timers_of(settings: Settings) -> list[Timer]:
    """Once a day's worth of looks is plenty: sittings exist months ahead."""

    async def plan_ahead(tx: Session, now: datetime) -> None:
        """Sittings exist up to the horizon."""
        await town.plan_ahead(tx, now=now, settings=settings)

    async def ask_about_empty(tx: Session, now: datetime) -> None:
        """Nobody drives to a meeting about nothing."""
        await empty.ask(tx, now=now)

    return [Timer("meetings-ask-about-empty", 3600, ask_about_empty), Timer("meetings-plan-ahead", 3600, plan_ahead)]
