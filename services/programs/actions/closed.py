"""Days on which a town's programs rest: public holidays and the town's own."""

from datetime import date, timedelta

from sqlmodel import col, select

from services.programs.models import ClosedDay
from shared.db import Session as Tx
from shared.workdays import holidays_between

BEYOND = timedelta(days=31)  # what a holiday moves may land after the last day asked for


async def closed_between(tx: Tx, municipality: str, first: date, last: date) -> set[date]:
    """Public holidays and local closed days from `first` to `last`, and some way beyond for what they move."""
    last += BEYOND
    query = select(col(ClosedDay.day)).where(
        ClosedDay.municipality == municipality, col(ClosedDay.day).between(first, last)
    )
    return {*holidays_between(first, last), *(await tx.exec(query)).all()}
