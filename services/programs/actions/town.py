"""Taking over a town's standing facts, and letting its sessions exist ahead of time."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from services.programs import rules
from services.programs.actions.posting import new_session
from services.programs.models import Area, Municipality, Program, Session, WeeklyTimeRow
from services.programs.rules import HolidayRule, WeeklyTime
from services.programs.settings import Settings
from shared.clock import local_date, utc_now
from shared.contracts.programs import ProgramStarted
from shared.db import Session as Tx
from shared.outbox import emit
from shared.towns import Program as ProgramFacts
from shared.towns import Town
from shared.workdays import holiday_name

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


async def adopt_town(tx: Tx, town: Town) -> None:
    """Store or update the town's areas and programs; a program that is new is told to the others."""
    await tx.merge(Municipality(code=town.code, name=town.municipality.name, name_en=town.municipality.name_en))
    for area in town.areas:
        await tx.merge(Area(municipality=town.code, id=area.id, name=area.name))
    for facts in town.programs:
        await _adopt(tx, town, facts)


async def plan_ahead(tx: Tx, *, now: datetime, settings: Settings) -> int:
    """Let sessions exist up to the horizon; returns how many were new. Existing ones stay as they are."""
    first = local_date(now)
    last = first + timedelta(weeks=settings.horizon_weeks)
    taken = select(Session.program_id, col(Session.held_on), Session.slot).where(col(Session.held_on) >= first)
    known = {tuple(row) for row in (await tx.exec(taken)).all()}
    new = 0
    for row, program in (await tx.exec(select(WeeklyTimeRow, Program).join(Program))).all():
        weekly = WeeklyTime(row.weekday, row.starts, row.ends, row.on_holidays)
        for day in rules.days_of(weekly, first, last, lambda day: holiday_name(day) is not None):
            if (program.id, day, row.slot) not in known:
                known.add((program.id, day, row.slot))
                tx.add(new_session(program, day, row.slot, row.starts, row.ends, now=now))
                new += 1
    return new


async def _adopt(tx: Tx, town: Town, facts: ProgramFacts) -> None:
    known = await tx.get(Program, facts.id)
    only_area = town.areas[0].id if len(town.areas) == 1 else None
    program = known or Program(
        id=facts.id, municipality=town.code, area=only_area, name="", purpose="", audience="", content="",
        started_at=utc_now(),
    )  # fmt: skip
    program.name, program.purpose = facts.name, facts.purpose
    program.audience, program.content = facts.audience.text, facts.content
    tx.add(program)
    await tx.flush()
    for weekly in facts.weekly:
        weekday, slot = WEEKDAYS.index(weekly.day), f"{weekly.start:%H:%M}" if weekly.start else ""
        if await tx.get(WeeklyTimeRow, (facts.id, weekday, slot)) is None:
            tx.add(
                WeeklyTimeRow(
                    program_id=facts.id,
                    weekday=weekday,
                    slot=slot,
                    starts=weekly.start,
                    ends=weekly.end,
                    on_holidays=HolidayRule.SKIP,
                )
            )
    if known is None:
        emit(
            tx,
            ProgramStarted(municipality=town.code, aggregate_id=program.id, name=program.name, area=program.area),
        )
