"""Time doors of meetings."""

from datetime import datetime

from services.meetings import feeds
from services.meetings.actions import busy_times, empty, town, written
from services.meetings.actions.polls import reminding
from services.meetings.settings import Settings
from shared.db import Session
from shared.feed import Fetches
from shared.timers import Timer


def timers_of(settings: Settings, fetches: Fetches) -> list[Timer]:
    """Once a day's worth of looks is plenty: sittings exist months ahead."""

    async def plan_ahead(tx: Session, now: datetime) -> None:
        """Sittings exist up to the horizon."""
        await town.plan_ahead(tx, now=now, settings=settings)

    async def ask_about_empty(tx: Session, now: datetime) -> None:
        """Nobody drives to a meeting about nothing."""
        await empty.ask(tx, now=now)

    async def note_fetches(tx: Session, now: datetime) -> None:
        """When calendars last looked, some at a time: a fetch itself writes nothing."""
        await feeds.note_fetches(tx, fetches.take())

    async def settle_in_writing(tx: Session, now: datetime) -> None:
        """The last day to answer has passed."""
        await written.settle_due(tx, now=now, lead_days=settings.network_lead_days)

    async def remind_of_polls(tx: Session, now: datetime) -> None:
        """The morning before a poll's deadline has come."""
        await reminding.remind_due(tx, now=now)

    async def forget_past_busy_times(tx: Session, now: datetime) -> None:
        """Nobody keeps when somebody was busy."""
        await busy_times.forget_past(tx, now=now)

    return [
        Timer("meetings-remind-of-polls", 600, remind_of_polls),
        Timer("meetings-settle-in-writing", 600, settle_in_writing),
        Timer("meetings-ask-about-empty", 3600, ask_about_empty),
        Timer("meetings-plan-ahead", 3600, plan_ahead),
        Timer("meetings-note-fetches", 10, note_fetches),
        Timer("meetings-forget-past-busy-times", 3600, forget_past_busy_times),
    ]
