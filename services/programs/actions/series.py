"""毎週の時間: a weekly time is added, changed from a week on, given a season or days without, or ended."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import col, delete, select

from services.programs import rules
from services.programs.actions.closed import AS_IT_IS, Supposing
from services.programs.actions.following import Following
from services.programs.actions.planning import exceptions_of, plan_in_turn
from services.programs.actions.reading import own_program, programs_of, weekly_times
from services.programs.actions.realigning import Outcome, apply, outcomes
from services.programs.errors import (
    BadHours,
    ChangedSince,
    DateHasPassed,
    NoSuchSeries,
    SeasonEndsBeforeItBegins,
    TimeTwice,
)
from services.programs.models import Program, Series, SeriesException, Session
from services.programs.schemas import OutcomeView, SeriesForm
from shared.auth import Who
from shared.clock import local_date, new_id
from shared.db import Session as Tx

ChangedPrograms = list[tuple[Program, list[OutcomeView]]]


async def own_series(tx: Tx, who: Who, series_id: str, *, to_change: bool = False) -> tuple[Series, Program]:
    """A weekly time of a program that `who` looks after; `to_change` keeps others from changing it meanwhile."""
    series = await tx.get(Series, series_id, with_for_update=to_change)
    if series is None:
        raise NoSuchSeries("There is no such weekly time.")
    return series, await own_program(tx, who, series.program_id)


async def add_series(
    tx: Tx, program_id: str, form: SeriesForm, who: Who, *, now: datetime, weeks: int, confirmed: bool
) -> list[OutcomeView]:
    """One weekly time more; what it brings, done only when `confirmed`. Adding the very same again adds nothing.

    Raises TimeTwice when the program has that weekday and these hours already for a part of the season.
    """
    await plan_in_turn(tx)
    program = await own_program(tx, who, program_id)
    first = _first_week(form, now)
    series = _series(form, program, first_day=max(first, form.first_day) if form.first_day else None)
    if await _is_there(tx, program, series, first, confirmed=confirmed):
        return []
    changes = await outcomes(tx, program, series, form.excepted, first, _horizon(now, weeks), of=series.id)
    views = _seen(changes)  # before it is done: then nothing differs
    if confirmed:
        tx.add(series)
        await tx.flush()
        _except(tx, series, form.excepted)
        await _do(tx, program, series, changes, who, now)
    return views


async def _is_there(tx: Tx, program: Program, new: Series, first: date, *, confirmed: bool) -> bool:
    """Whether the form was sent twice: the second finds what the first made."""
    season = new.first_day or first, new.last_day
    alike = [
        row
        for row in await weekly_times(tx, program.id)
        if (row.weekday, row.starts, row.ends) == (new.weekday, new.starts, new.ends)
        and rules.seasons_meet((row.first_day, row.last_day), season)
    ]
    is_same = any((row.first_day, row.last_day) == (new.first_day, new.last_day) for row in alike)
    if alike and not (is_same and confirmed):
        raise TimeTwice("The program has this weekly time already.", field="weekday")
    return bool(alike)


async def change_series(
    tx: Tx, series_id: str, form: SeriesForm, who: Who, *, now: datetime, weeks: int, confirmed: bool
) -> list[OutcomeView]:
    """Change the rest: another weekday, other hours, another season from the week `form.since` on.

    Sessions keep their identity, and with it their UID, within their week. What was before stays with the old rule:
    the series ends there and goes on as a new one. Nothing is written unless `confirmed`.
    """
    await plan_in_turn(tx)
    series, program = await own_series(tx, who, series_id, to_change=True)
    first = _first_week(form, now)
    if series.last_day and series.last_day < first:
        raise ChangedSince("This weekly time has ended or was changed meanwhile.", field="since")
    rest = _series(form, program, first_day=form.first_day)
    changes = await outcomes(tx, program, rest, form.excepted, first, _horizon(now, weeks), of=series.id)
    views = _seen(changes)
    if confirmed:
        rest = await _rest_of(tx, series, rest, first, now)
        _except(tx, rest, form.excepted)
        await _do(tx, program, rest, changes, who, now)
    return views


async def _do(tx: Tx, program: Program, series: Series, changes: Sequence[Outcome], who: Who, now: datetime) -> None:
    following = Following()
    await apply(tx, program, series, changes, following, now=now)
    await following.tell(tx, who, program, now=now)


async def _rest_of(tx: Tx, series: Series, rest: Series, first: date, now: datetime) -> Series:
    """The series that goes on from `first`: the old one when it has no past of its own, else a new one beside it."""
    series.changed_at = now
    earlier = select(Session.id).where(Session.series_id == series.id, col(Session.due_on) < first)
    if (await tx.exec(earlier)).first():
        series.last_day = first - timedelta(days=1)
        rest.first_day = max(first, rest.first_day or first)
        tx.add(series)
        tx.add(rest)
        await tx.flush()
        return rest
    await tx.exec(delete(SeriesException).where(col(SeriesException.series_id) == series.id))
    for name in ("weekday", "starts", "ends", "on_holidays", "first_day", "last_day"):
        setattr(series, name, getattr(rest, name))
    tx.add(series)
    return series


def _series(form: SeriesForm, program: Program, *, first_day: date | None) -> Series:
    if not rules.are_hours(form.start, form.end):
        raise BadHours("A weekly time ends after it begins.", field="end")
    if form.last_day and first_day and form.last_day < first_day:
        raise SeasonEndsBeforeItBegins("The season ends before it begins.", field="last_day")
    return Series(
        id=new_id(),
        program_id=program.id,
        weekday=form.weekday,
        starts=form.start,
        ends=form.end,
        on_holidays=form.on_holidays,
        first_day=first_day,
        last_day=form.last_day,
    )


def _first_week(form: SeriesForm, now: datetime) -> date:
    """The day from which a change counts: the Monday of the chosen week, today in the present week."""
    today = local_date(now)
    monday = rules.monday_of(form.since)
    if monday < rules.monday_of(today):
        raise DateHasPassed("Choose this week or a later one.", field="since")
    if monday <= today and form.weekday < today.weekday():
        raise DateHasPassed("That weekday has passed this week; begin next week.", field="since")
    return max(monday, today)


def _except(tx: Tx, series: Series, days: Collection[date]) -> None:
    for day in set(days):
        tx.add(SeriesException(series_id=series.id, day=day))


def _horizon(now: datetime, weeks: int) -> date:
    return local_date(now) + timedelta(weeks=weeks)


async def realign_town(tx: Tx, who: Who, *, now: datetime, weeks: int) -> ChangedPrograms:
    """Let every weekly time of a town follow its rule anew, after its closed days changed; what changed, by program."""
    following = Following()
    changed = [
        (program, await realign_program(tx, program, following, now=now, weeks=weeks))
        for program in await programs_of(tx, who.municipality)
    ]
    await following.tell(tx, who, None, now=now)
    return [(program, visible) for program, visible in changed if visible]


async def foresee_town(tx: Tx, who: Who, supposing: Supposing, *, now: datetime, weeks: int) -> ChangedPrograms:
    """What `realign_town` would change if a day were closed or open; nothing is written."""
    foreseen = []
    for program in await programs_of(tx, who.municipality):
        by_rule = _by_rule(tx, program, now, weeks, supposing)
        visible = [view async for _, changes in by_rule for view in _seen(changes)]
        foreseen += [(program, visible)] if visible else []
    return foreseen


async def realign_program(
    tx: Tx, program: Program, following: Following, *, now: datetime, weeks: int
) -> list[OutcomeView]:
    """Let a program's weekly times follow their rules anew, after its last day or the town's closed days changed."""
    await plan_in_turn(tx)
    visible = []
    async for series, changes in _by_rule(tx, program, now, weeks):
        visible += _seen(changes)
        await apply(tx, program, series, changes, following, now=now)
    return visible


async def _by_rule(
    tx: Tx, program: Program, now: datetime, weeks: int, supposing: Supposing = AS_IT_IS
) -> AsyncIterator[tuple[Series, list[Outcome]]]:
    """What each weekly time of a program means for its sessions from today on."""
    of_program = select(Series).where(Series.program_id == program.id).order_by(col(Series.id)).with_for_update()
    found = (await tx.exec(of_program)).all()
    excepted = await exceptions_of(tx, [series.id for series in found])
    for series in found:
        days, today = excepted.get(series.id, []), local_date(now)
        yield (
            series,
            await outcomes(tx, program, series, days, today, _horizon(now, weeks), of=series.id, supposing=supposing),
        )


def _seen(changes: Sequence[Outcome]) -> list[OutcomeView]:
    return [outcome.view() for outcome in changes if outcome.is_visible]
