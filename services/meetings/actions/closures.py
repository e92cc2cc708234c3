"""閉庁日: days on which a town's offices are closed beside weekends, holidays and the year's end."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from sqlmodel import col, select

from services.meetings.errors import InThePast, NoSuchClosure
from services.meetings.models import Closure, Meeting
from services.meetings.rules.recurrence import at_local_time
from services.meetings.schemas import ClosureForm
from shared.auth import Who
from shared.clock import local_date
from shared.db import Session


async def closures_of(tx: Session, municipality: str, since: date) -> dict[date, str]:
    """The town's own closed days from a day on, with what they are called."""
    query = select(Closure).where(Closure.municipality == municipality, col(Closure.day) >= since)
    return {row.day: row.name for row in (await tx.exec(query.order_by(col(Closure.day)))).all()}


async def close_day(tx: Session, who: Who, day: date, form: ClosureForm, *, now: datetime) -> None:
    """The offices are closed on a day; sittings already planned there stay until somebody moves them."""
    if day < local_date(now):
        raise InThePast("A day that is over can't be closed.", field="day")
    await tx.merge(Closure(municipality=who.municipality, day=day, name=form.name))


async def open_day(tx: Session, who: Who, day: date) -> None:
    """The offices are open after all."""
    closure = await tx.get(Closure, (who.municipality, day))
    if closure is None:
        raise NoSuchClosure("The town has no such closed day.")
    await tx.delete(closure)


async def sittings_on(tx: Session, municipality: str, days: Sequence[date]) -> Mapping[date, list[Meeting]]:
    """Sittings that stand on these days all the same, the earliest first."""
    found: dict[date, list[Meeting]] = defaultdict(list)
    if days:
        query = select(Meeting).where(
            Meeting.municipality == municipality,
            Meeting.status == "planned",
            col(Meeting.starts_at) >= at_local_time(min(days), time.min),
            col(Meeting.starts_at) <= at_local_time(max(days), time.max),
        )
        for meeting in (await tx.exec(query.order_by(col(Meeting.starts_at)))).all():
            found[local_date(meeting.starts_at)].append(meeting)
    return found
