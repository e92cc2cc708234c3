"""Time doors of programs."""

from datetime import datetime

from services.programs import actions
from services.programs.actions import forgetting, reminding, tickets, weather
from services.programs.settings import Settings
from shared.db import Session
from shared.timers import Timer


def timers_of(settings: Settings) -> list[Timer]:
    """Sessions exist weeks ahead, so an hourly look is plenty; offers end by the minute."""

    async def plan_ahead(tx: Session, now: datetime) -> None:
        """Sessions exist up to the horizon."""
        await actions.plan_ahead(tx, now=now, settings=settings)

    async def lapse_offers(tx: Session, now: datetime) -> None:
        """Offered places nobody took go to the next in line."""
        await tickets.lapse_offers(tx, now=now)

    async def propose(tx: Session, now: datetime) -> None:
        """Weather rules whose hour has come ask their organisers."""
        await weather.propose(tx, now=now)

    async def remind(tx: Session, now: datetime) -> None:
        """Organisers hear in the morning what is on today."""
        await reminding.remind_organisers(tx, now=now, settings=settings)

    async def forget(tx: Session, now: datetime) -> None:
        """Who ended their registration a month ago is forgotten, and so are old photos."""
        await forgetting.forget_ended(tx, now=now)
        await forgetting.forget_photos(tx, now=now, kept_days=settings.photos_kept_days)

    return [
        Timer("programs-plan-ahead", 3600, plan_ahead),
        Timer("programs-lapse-offers", 60, lapse_offers),
        Timer("programs-propose", 60, propose),
        Timer("programs-remind", 60, remind),
        Timer("programs-forget", 3600, forget),
    ]
