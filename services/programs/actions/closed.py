"""Days on which a town's programs rest: public holidays and the town's own."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import col, select

from services.programs.models import ClosedDay, SchoolBreak
from shared.db import Session as Tx
from shared.workdays import holidays_between

BEYOND = timedelta(days=31)  # what a holiday moves may land after the last day asked for


class Supposing(NamedTuple):
    """One of the town's days taken as closed, or as open, before it is: to show what that would change."""

    closed: date | None = None
    opened: date | None = None


AS_IT_IS = Supposing()


async def closed_between(
    tx: Tx, municipality: str, first: date, last: date, supposing: Supposing = AS_IT_IS
) -> set[date]:
    """Public holidays and local closed days from `first` to `last`, and some way beyond for what they move."""
    last += BEYOND
    own = {row.day for row in await closed_days_of(tx, municipality, first, last)} - {supposing.opened}
    if supposing.closed and first <= supposing.closed <= last:
        own.add(supposing.closed)
    return {*holidays_between(first, last), *own}


async def closed_days_of(tx: Tx, municipality: str, first: date, last: date = date.max) -> Sequence[ClosedDay]:
    """The town's own closed days, the nearest first."""
    is_within = col(ClosedDay.day).between(first, last)
    query = select(ClosedDay).where(ClosedDay.municipality == municipality, is_within)
    return (await tx.exec(query.order_by(col(ClosedDay.day)))).all()


async def school_breaks_of(tx: Tx, municipality: str, first: date) -> Sequence[SchoolBreak]:
    """School holidays that are not over on `first`, the nearest first."""
    query = select(SchoolBreak).where(SchoolBreak.municipality == municipality, col(SchoolBreak.last_day) >= first)
    return (await tx.exec(query.order_by(col(SchoolBreak.first_day)))).all()
