"""The one event a feed has of its own: it will end soon, and what to do."""

from datetime import datetime, timedelta

from services.meetings.feeds.events import OFFICE, OFFICE_MAIL
from shared.clock import local_date
from shared.ical import Occurrence, vevent
from shared.ui import dates

WARNED_BEFORE = timedelta(days=30)


def warning(key: str, *, created_at: datetime, replaced_at: datetime | None, expires_at: datetime, page: str) -> bytes:
    """All day, thirty days before the address ends, or on the day it was replaced by another.

    It stands in the feed from the beginning: a calendar that looks seldom has it in time.
    """
    day = local_date(replaced_at or max(created_at, expires_at - WARNED_BEFORE))
    last = dates.month_day(expires_at)
    do = "新しい購読URLに切り替えてください" if replaced_at else "「結」で新しい購読URLを作ってください"
    occurrence = Occurrence(
        uid=f"expiry-{key[:16]}@yui",
        sequence=1 if replaced_at else 0,
        changed_at=replaced_at or created_at,
        first_day=day,
        last_day=day,
        summary=f"このカレンダーの購読は{last}までです",
        description=f"{last}を過ぎると予定が更新されません。{do}。\n"
        f"This calendar address works until {dates.month_day(expires_at, 'en')}; please make a new one.\n{page}",
        url=page,
        organiser_name=OFFICE,
        organiser_mail=OFFICE_MAIL,
    )
    return vevent(occurrence)
