"""Time doors of intake."""

from datetime import datetime

from services.intake import actions
from shared.db import Session
from shared.timers import Timer


async def lapse_referrals(tx: Session, now: datetime) -> None:
    """A referral that nobody answered in time goes to the core meeting."""
    await actions.lapse_referrals(tx, now=now)


TIMERS = [Timer("intake-lapse-referrals", 600, lapse_referrals)]
