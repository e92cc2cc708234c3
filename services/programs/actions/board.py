"""今週の予定: what residents see of a week or a month, of a town, an area or a kind."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import col, select

from services.programs.actions.areas import check_area
from services.programs.actions.closed import closed_days_of
from services.programs.actions.reading import DAYS_SHOWN, views_of
from services.programs.models import Organiser, Program, Reading, Session
from services.programs.rules import Furigana, ProgramKind, portion
from services.programs.schemas import Board, BoardDay, BoardRow
from shared.db import Session as Tx
from shared.workdays import holiday_name


class Wanted(NamedTuple):
    """Of what somebody wants to see the week: a town, maybe one area or kind of it, from a day and a session on."""

    town: str
    area: str | None = None
    kind: ProgramKind | None = None
    day: date | None = None
    first: int = 0


class _Listed(NamedTuple):
    id: str
    held_on: date
    kind: ProgramKind


async def board(tx: Tx, wanted: Wanted, *, today: date) -> Board:
    """As much of the seven days as a page holds, beginning with today unless another day is asked for."""
    if wanted.area:
        await check_area(tx, wanted.town, wanted.area)
    days = [today + timedelta(days=number) for number in range(DAYS_SHOWN)]
    there = await _listed(tx, wanted, days[0], days[-1])
    by_day = _by_day(there, days, wanted.kind)
    begins = days.index(wanted.day) if wanted.day in days else 0
    spans, further = portion([len(by_day[day]) for day in days], begins, wanted.first)
    shown = {days[span.day]: by_day[days[span.day]][span.first : span.last] for span in spans}
    return Board(
        shown=await _with_rows(tx, wanted.town, shown, {day: len(by_day[day]) for day in days}),
        totals={day: len(found) for day, found in by_day.items()},
        kinds=[kind for kind in ProgramKind if any(row.kind is kind for row in there)],
        next_page=(days[further.day], further) if further else None,
    )


async def days_of(
    tx: Tx, wanted: Wanted, first: date, last: date, *, program_id: str | None = None
) -> Sequence[BoardDay]:
    """All days from `first` to `last` whole, for paper: those with sessions, and those on which the town rests."""
    if wanted.area:
        await check_area(tx, wanted.town, wanted.area)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    by_day = _by_day(await _listed(tx, wanted, first, last, program_id), days, wanted.kind)
    found = await _with_rows(tx, wanted.town, by_day, {day: len(ids) for day, ids in by_day.items()})
    return [day for day in found if day.rows or (day.rest and not program_id)]


async def furigana_of(tx: Tx, town: str) -> Furigana:
    """How the town reads its words."""
    rows = await tx.exec(select(Reading).where(Reading.municipality == town))
    return Furigana({row.word: row.kana for row in rows})


async def organiser_of(tx: Tx, program: Program) -> Organiser | None:
    """Who runs a program."""
    return await tx.get(Organiser, program.organiser_id) if program.organiser_id else None


async def _listed(tx: Tx, wanted: Wanted, first: date, last: date, program_id: str | None = None) -> Sequence[_Listed]:
    """What there is of the town or area, without loading it: a hub town has hundreds of sessions a week."""
    query = (
        select(Session.id, col(Session.held_on), col(Program.kind))
        .join(Program, col(Program.id) == col(Session.program_id))
        .where(Program.municipality == wanted.town, col(Session.held_on).between(first, last))
        .order_by(col(Session.held_on), col(Session.starts_at).nulls_last(), col(Session.program_id))
    )
    if wanted.area:
        query = query.where(Program.area == wanted.area)
    if program_id:
        query = query.where(Program.id == program_id)
    return [_Listed(*row) for row in (await tx.exec(query)).all()]


def _by_day(there: Sequence[_Listed], days: Sequence[date], kind: ProgramKind | None) -> Mapping[date, list[str]]:
    found: dict[date, list[str]] = {day: [] for day in days}
    for row in there:
        if kind is None or row.kind is kind:
            found[row.held_on].append(row.id)
    return found


async def _with_rows(
    tx: Tx, town: str, shown: Mapping[date, Sequence[str]], totals: Mapping[date, int]
) -> Sequence[BoardDay]:
    rows = await _rows(tx, [session_id for ids in shown.values() for session_id in ids])
    rests = {row.day: row.name for row in await closed_days_of(tx, town, min(shown), max(shown))}
    return [
        BoardDay(day, holiday_name(day) or rests.get(day, ""), totals[day], [rows[each] for each in ids])
        for day, ids in shown.items()
    ]


async def _rows(tx: Tx, session_ids: Sequence[str]) -> Mapping[str, BoardRow]:
    sessions = (await tx.exec(select(Session).where(col(Session.id).in_(session_ids)))).all()
    ids = {session.program_id for session in sessions}
    programs = {row.id: row for row in await tx.exec(select(Program).where(col(Program.id).in_(ids)))}
    runs = {program.organiser_id for program in programs.values()}
    organisers = {row.id: row for row in await tx.exec(select(Organiser).where(col(Organiser.id).in_(runs)))}
    rows = {}
    for view in await views_of(tx, sessions, programs):
        program = programs[view.program_id]
        rows[view.id] = BoardRow(view, program, organisers.get(program.organiser_id or ""))
    return rows
