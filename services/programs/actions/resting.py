"""お休みの日: the town's own closed days and school holidays; programs follow their rules at once."""

from datetime import date, datetime

from services.programs.actions.closed import Supposing
from services.programs.actions.planning import plan_in_turn
from services.programs.actions.series import ChangedPrograms, foresee_town, realign_town
from services.programs.errors import DateHasPassed, NoSuchClosedDay
from services.programs.models import ClosedDay, SchoolBreak
from services.programs.schemas import ClosedDayForm, SchoolBreakForm
from shared.auth import Who
from shared.clock import local_date
from shared.db import Session as Tx
from shared.db import take_turn


async def close_day(
    tx: Tx, form: ClosedDayForm, who: Who, *, now: datetime, weeks: int, confirmed: bool
) -> ChangedPrograms:
    """Programs rest on one day more: what skips it is called off, what moves is moved; says what changes.

    Nothing is written unless `confirmed`.
    """
    if form.day < local_date(now):
        raise DateHasPassed("The day has passed.", field="day")
    await plan_in_turn(tx)
    if not confirmed:
        return await foresee_town(tx, who, Supposing(closed=form.day), now=now, weeks=weeks)
    await tx.merge(ClosedDay(municipality=who.municipality, day=form.day, name=form.name))
    await tx.flush()
    return await realign_town(tx, who, now=now, weeks=weeks)


async def open_day(tx: Tx, day: date, who: Who, *, now: datetime, weeks: int, confirmed: bool) -> ChangedPrograms:
    """They do not rest after all: what the closed day had called off or moved comes back.

    Nothing is written unless `confirmed`.
    """
    await plan_in_turn(tx)
    row = await tx.get(ClosedDay, (who.municipality, day))
    if row is None:
        raise NoSuchClosedDay("There is no such closed day.")
    if not confirmed:
        return await foresee_town(tx, who, Supposing(opened=day), now=now, weeks=weeks)
    await tx.delete(row)
    await tx.flush()
    return await realign_town(tx, who, now=now, weeks=weeks)


async def add_school_break(tx: Tx, form: SchoolBreakForm, who: Who) -> SchoolBreak:
    """学校の休み, of which organisers are reminded."""
    if form.last_day < form.first_day:
        raise DateHasPassed("The last day is before the first.", field="last_day")
    await take_turn(tx, "school holidays", who.municipality)
    return await tx.merge(
        SchoolBreak(
            municipality=who.municipality, name=form.break_name, first_day=form.first_day, last_day=form.last_day
        )
    )


async def drop_school_break(tx: Tx, first_day: date, who: Who) -> None:
    """It was entered by mistake."""
    row = await tx.get(SchoolBreak, (who.municipality, first_day))
    if row is None:
        raise NoSuchClosedDay("There are no such school holidays.")
    await tx.delete(row)
