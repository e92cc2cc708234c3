"""Letting sessions exist ahead of time, by their weekly times."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from sqlmodel import col, select

from services.programs import rules
from services.programs.actions.closed import closed_between
from services.programs.models import Program, Series, SeriesException, Session
from services.programs.rules import WeeklyTime
from services.programs.settings import Settings
from shared.clock import local_date, new_id
from shared.db import Session as Tx
from shared.db import take_turn


async def plan_in_turn(tx: Tx) -> None:
    """Whoever changes weekly times and the round that plans ahead by them take turns; called before any row is read."""
    await take_turn(tx, "planning")


async def plan_ahead(tx: Tx, *, now: datetime, settings: Settings) -> int:
    """Let sessions exist up to the horizon; returns how many were new. Existing ones stay as they are."""
    await plan_in_turn(tx)
    first = local_date(now)
    last = first + timedelta(weeks=settings.horizon_weeks)
    taken = select(col(Session.series_id), col(Session.due_on)).where(col(Session.due_on) >= first)
    known = {tuple(row) for row in (await tx.exec(taken)).all()}
    closed: dict[str, set[date]] = {}
    excepted = await exceptions_of(tx)
    new = 0
    for series, program in (await tx.exec(select(Series, Program).join(Program))).all():
        town = program.municipality
        if town not in closed:
            closed[town] = await closed_between(tx, town, first, last)
        weekly = weekly_time(series, program, excepted.get(series.id, ()))
        for due_on, held_on in rules.days_of(weekly, first, last, closed[town]):
            if (series.id, due_on) not in known:
                tx.add(new_session(program, held_on, series.starts, series.ends, series=series, due_on=due_on, now=now))
                new += 1
    return new


async def exceptions_of(tx: Tx, series_ids: Collection[str] | None = None) -> Mapping[str, list[date]]:
    """The days on which series do not take place, by series; all series' when none are named."""
    query = select(SeriesException.series_id, col(SeriesException.day))
    if series_ids is not None:
        query = query.where(col(SeriesException.series_id).in_(series_ids))
    days: dict[str, list[date]] = defaultdict(list)
    for series_id, day in (await tx.exec(query)).all():
        days[series_id].append(day)
    return days


def weekly_time(series: Series, program: Program, excepted: Collection[date] = ()) -> WeeklyTime:
    """A stored weekly time as the rules take it; a program that is over has no more days."""
    last_days = [day for day in (series.last_day, program.ended_on) if day]
    return WeeklyTime(
        series.weekday,
        series.starts,
        series.ends,
        series.on_holidays,
        series.first_day,
        min(last_days, default=None),
        frozenset(excepted),
    )


def new_session(
    program: Program, held_on: date, start: time | None, end: time | None, *, now: datetime,
    series: Series | None = None, due_on: date | None = None,
) -> Session:  # fmt: skip
    """A session with its permanent calendar UID."""
    session_id = new_id()
    return Session(
        id=session_id,
        program_id=program.id,
        municipality=program.municipality,
        series_id=series.id if series else None,
        due_on=due_on or held_on,
        held_on=held_on,
        starts_at=rules.moment_on(held_on, start),
        ends_at=rules.moment_on(held_on, end),
        uid=f"session-{session_id}@yui",
        changed_at=now,
    )
