"""When people are busy by the calendars they handed in: spans, replaced whole, forgotten at a word or once past."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, text
from sqlmodel import col, func, select

from services.meetings.models import BusyCalendar, BusyTime
from services.meetings.rules.busy import reach_of
from services.meetings.rules.spans import Span
from services.meetings.schemas import BusyView
from shared.auth import Who
from shared.db import Session, UTCDateTime
from shared.db.core import execute
from shared.db.prepared import Prepared
from shared.db.rows import insert_rows, new_row

# The row is also the lock: of two uploads at once the second waits here, and then replaces the first one's times.
_HANDED_IN = Prepared(
    text(
        "INSERT INTO busy_calendars (municipality, account_id, uploaded_at, reaches_until) "
        "VALUES (:municipality, :account_id, :uploaded_at, :reaches_until) ON CONFLICT (municipality, account_id) "
        "DO UPDATE SET uploaded_at = excluded.uploaded_at, reaches_until = excluded.reaches_until"
    ).bindparams(bindparam("uploaded_at", type_=UTCDateTime()), bindparam("reaches_until", type_=UTCDateTime()))
)


async def replace(tx: Session, who: Who, spans: Sequence[Span], *, now: datetime) -> None:
    """`who` is busy at these times, which do not touch, and at no others."""
    whose = {"municipality": who.municipality, "account_id": who.account_id}
    until = reach_of(now).ends_at
    await _HANDED_IN.run(tx, [{**whose, "uploaded_at": now, "reaches_until": until}])
    await _drop_times(tx, who)
    await insert_rows(tx, *(new_row(BusyTime, **whose, starts_at=start, ends_at=end) for start, end in spans))


async def forget(tx: Session, who: Who) -> None:
    """Nothing is known of `who`'s calendar any more; forgetting again changes nothing."""
    await execute(
        tx,
        delete(BusyCalendar).where(
            col(BusyCalendar.municipality) == who.municipality, col(BusyCalendar.account_id) == who.account_id
        ),
    )
    await _drop_times(tx, who)


async def forget_past(tx: Session, *, now: datetime) -> None:
    """What is over is nobody's business: times that have ended, and calendars that say nothing more."""
    await execute(tx, delete(BusyTime).where(col(BusyTime.ends_at) <= now))
    await execute(tx, delete(BusyCalendar).where(col(BusyCalendar.reaches_until) <= now))


async def of_person(tx: Session, who: Who, *, now: datetime) -> BusyView | None:
    """What `who` is shown of their own; None when they handed in nothing."""
    calendar = await tx.get(BusyCalendar, (who.municipality, who.account_id))
    if calendar is None:
        return None
    query = select(func.count()).where(
        BusyTime.municipality == who.municipality, BusyTime.account_id == who.account_id, col(BusyTime.ends_at) > now
    )
    times = (await tx.exec(query)).one()
    return BusyView(uploaded_at=calendar.uploaded_at, reaches_until=calendar.reaches_until, times=times)


async def busy_at(
    tx: Session, municipality: str, account_ids: Collection[str], starts_at: datetime, ends_at: datetime
) -> set[str]:
    """Who of these is busy at some moment from `starts_at` until before `ends_at`, both aware.

    Who handed in no calendar is not in it either: that nothing is known of somebody does not make them free.
    """
    query = select(BusyTime.account_id).where(
        BusyTime.municipality == municipality,
        col(BusyTime.account_id).in_(account_ids),
        col(BusyTime.starts_at) < ends_at,
        col(BusyTime.ends_at) > starts_at,
    )
    return set((await tx.exec(query.distinct())).all())


async def _drop_times(tx: Session, who: Who) -> None:
    await execute(
        tx,
        delete(BusyTime).where(
            col(BusyTime.municipality) == who.municipality, col(BusyTime.account_id) == who.account_id
        ),
    )
