"""Taking a list over: all of it in one transaction, or nothing."""

import asyncio
from datetime import date, datetime

from services.programs.actions.following import Following
from services.programs.actions.importing.comparing import compare
from services.programs.actions.importing.file_reading import Cells
from services.programs.actions.importing.forming import form_of
from services.programs.actions.importing.plan import Plan, Planned, Season, TimeStep
from services.programs.actions.importing.standing import Standing, standing_of
from services.programs.actions.organisers import put_organiser
from services.programs.actions.planning import exceptions_of, plan_in_turn
from services.programs.actions.programs import edit_program, start_program
from services.programs.actions.series import add_series, change_series, realign_program
from services.programs.actions.venues import put_venue, touch_held_at
from services.programs.models import Program
from services.programs.rules.hours import first_on
from services.programs.rules.importing import Column, plain, read_lines
from services.programs.schemas import OrganiserForm, SeriesForm, VenueForm
from shared.auth import Who
from shared.clock import local_date
from shared.db import Session as Tx


async def preview_list(tx: Tx, cells: Cells, who: Who, *, now: datetime) -> Plan:
    """What a list would change; nothing is written."""
    return await _compared(cells, await standing_of(tx, who.municipality, today=local_date(now)))


async def take_over(tx: Tx, cells: Cells, seen: str, who: Who, *, now: datetime, weeks: int) -> tuple[Plan, bool]:
    """Do what a preview showed, and say whether it was done: not with a mistake in it, nor when the town changed since.

    Two people at once take turns: the second sees what the first did.
    """
    await plan_in_turn(tx)
    standing = await standing_of(tx, who.municipality, today=local_date(now))
    plan = await _compared(cells, standing)
    if plan.mistakes or plan.seen != seen:
        return plan, False
    for planned in plan.programs:
        if planned.fate != "unchanged":
            await _take(tx, planned, standing, who, now=now, weeks=weeks)
    return plan, True


async def _compared(cells: Cells, standing: Standing) -> Plan:
    """Three hundred rows take a twentieth of a second: beside the loop, for all they are held against is loaded."""
    return await asyncio.to_thread(lambda: compare(read_lines(*cells), standing))


async def _take(tx: Tx, planned: Planned, standing: Standing, who: Who, *, now: datetime, weeks: int) -> None:
    organiser = await _organiser(tx, planned, standing, who)
    venue = await _venue(tx, planned, standing, who, now)
    form, program = form_of(planned, standing, organiser, venue), planned.program
    if program is None:
        program = await start_program(tx, form, who, now=now)
    elif planned.differences:
        await edit_program(tx, program.id, form, who, now=now, weeks=weeks)
    await tx.flush()
    for step in planned.changes:
        await asyncio.sleep(0)  # hundreds of dates may follow: whoever only reads need not wait for all of them
        await _time(tx, program, step, who, now=now, weeks=weeks)


async def _organiser(tx: Tx, planned: Planned, standing: Standing, who: Who) -> str | None:
    """Who runs it: found by name, or new; another number becomes theirs."""
    said, present = planned.line.said, standing.organiser_of(planned.program)
    name = said.get(Column.ORGANISER, present.name if present else "")
    if not name:
        return None
    known = standing.organisers.get(plain(name))
    phone = said.get(Column.PHONE, known.phone if known else "")
    if known and known.phone == phone:
        return known.id
    form = OrganiserForm(name=known.name if known else name, phone=phone)
    standing.organisers[plain(name)] = row = await put_organiser(tx, known.id if known else None, form, who)
    await tx.flush()
    return row.id


async def _venue(tx: Tx, planned: Planned, standing: Standing, who: Who, now: datetime) -> str | None:
    """Where it is: found by name, or new and without opening hours; a place in words stays one."""
    said, present = planned.line.said, standing.venue_of(planned.program)
    name = said.get(Column.VENUE, present.name if present else "")
    known = standing.venues.get(plain(name))
    if known:
        address = said.get(Column.ADDRESS, known.address)
        if address != known.address:
            known.address = address
            tx.add(known)
            await touch_held_at(tx, known, now=now)
        return known.id
    if not name or (planned.program and planned.program.place == name and Column.ADDRESS not in said):
        return None
    form = VenueForm(name=name, address=said.get(Column.ADDRESS, ""))
    standing.venues[plain(name)] = row = await put_venue(tx, None, form, who, now=now)
    return row.id


async def _time(tx: Tx, program: Program, step: TimeStep, who: Who, *, now: datetime, weeks: int) -> None:
    today, season = local_date(now), step.season
    assert step.to
    if step.series and (step.is_season_only or _is_over(season, today)):
        step.series.first_day, step.series.last_day = season
        step.series.changed_at = now
        tx.add(step.series)
        await tx.flush()
        following = Following()
        await realign_program(tx, program, following, now=now, weeks=weeks)
        await following.tell(tx, who, program, now=now)
        return
    form = SeriesForm(
        weekday=step.to.weekday, start=step.to.start, end=step.to.end, on_holidays=step.rule,
        since=first_on(step.to.weekday, today), first_day=season.first_day, last_day=season.last_day,
        excepted=await _excepted(tx, step, today),
    )  # fmt: skip
    if step.series:
        await change_series(tx, step.series.id, form, who, now=now, weeks=weeks, confirmed=True)
    else:
        await add_series(tx, program.id, form, who, now=now, weeks=weeks, confirmed=True)
    await tx.flush()


def _is_over(season: Season, today: date) -> bool:
    return season.last_day is not None and season.last_day < today


async def _excepted(tx: Tx, step: TimeStep, today: date) -> list[date]:
    """The days without it that were said before go on to be so."""
    if step.series is None:
        return []
    found = (await exceptions_of(tx, [step.series.id])).get(step.series.id, [])
    return sorted(day for day in found if day >= today)
