"""Rows into programs: several rows of one name are one program with several weekly times."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar

from services.programs.rules.hours import are_hours
from services.programs.rules.importing.cells import plain, text_of
from services.programs.rules.importing.columns import EXAMPLE, Column, Header, header_of
from services.programs.rules.importing.mistakes import Mistake, Wrong
from services.programs.rules.importing.times import Unreadable, Weekly, day_in, holiday_rule_in, hours_in, weekdays_in
from services.programs.rules.series import seasons_meet

TIMES = (Column.WEEKDAY, Column.STARTS, Column.ENDS, Column.HOLIDAYS, Column.FIRST_DAY, Column.LAST_DAY)
Cells = dict[Column, str]
T = TypeVar("T")


@dataclass
class Line:
    """A program of the list: what its cells say (only those that say something), its weekly times, its rows.

    `ends_on` is said by a row with a last day and no weekday: all of the program ends.
    """

    row: int
    said: Cells = field(default_factory=dict)
    rows: dict[Column, int] = field(default_factory=dict)  # where each was said
    times: list[Weekly] = field(default_factory=list)
    ends_on: date | None = None

    @property
    def name(self) -> str:
        return self.said[Column.NAME]


@dataclass
class Read:
    """A whole list: its programs by plain name, in order; the columns that are not read; all that is wrong."""

    lines: dict[str, Line] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def read_lines(rows: Sequence[Sequence[str]], formulas: Collection[tuple[int, int]] = ()) -> Read:
    """Read a grid whose first row that says anything is the header. `formulas` are cells by row and place from 0."""
    read, header = Read(), None
    for index, cells in enumerate(rows):
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header, wrong = header_of(index + 1, [cell.strip() for cell in cells])
            read.unknown, read.mistakes = header.unknown, wrong
            if wrong:
                return read
            continue
        said, mistakes = _cells(header, index, cells, formulas)
        if not said.get(Column.NAME, "").startswith(EXAMPLE):
            read.mistakes += mistakes or _take(read, index + 1, said)
    if not read.lines and not read.mistakes:
        read.mistakes = [Mistake(1, Column.NAME, Wrong.NO_ROWS)]
    return read


def _cells(
    header: Header, index: int, cells: Sequence[str], formulas: Collection[tuple[int, int]]
) -> tuple[Cells, list[Mistake]]:
    said: Cells = {}
    mistakes = []
    for column, place in header.places.items():
        cell = cells[place] if place < len(cells) else ""
        text, wrong = (cell, Wrong.FORMULA) if (index, place) in formulas else text_of(cell)
        if wrong:
            mistakes.append(Mistake(index + 1, column, wrong))
        elif text:
            said[column] = text
    if not mistakes and Column.NAME not in said:
        mistakes.append(Mistake(index + 1, Column.NAME, Wrong.MISSING))
    return said, mistakes


def _take(read: Read, row: int, said: Cells) -> list[Mistake]:
    """Put a row's cells to those of the same name; what contradicts them is a mistake."""
    line = read.lines.setdefault(plain(said[Column.NAME]), Line(row))
    times, mistakes = _times(row, said)
    if not times and not mistakes:
        mistakes = _take_last_day(line, row, said)
    for weekly in times:
        if weekly in line.times:
            continue
        if any((weekly[:3], weekly[4:]) == (other[:3], other[4:]) for other in line.times):
            mistakes.append(Mistake(row, Column.HOLIDAYS, Wrong.DIFFERS))
        elif any(weekly[:3] == other[:3] and seasons_meet(weekly[4:], other[4:]) for other in line.times):
            mistakes.append(Mistake(row, Column.WEEKDAY, Wrong.TWICE))
        line.times.append(weekly)
    for column, text in said.items():
        before = line.said.setdefault(column, text)
        if column not in TIMES and (plain(before) != plain(text) if column is Column.NAME else before != text):
            mistakes.append(Mistake(row, column, Wrong.DIFFERS))
        line.rows.setdefault(column, row)
    return mistakes


def _take_last_day(line: Line, row: int, said: Cells) -> list[Mistake]:
    """A row without a weekday: the last day of all of it."""
    last = day_in(said.get(Column.LAST_DAY, ""))
    if last and line.ends_on not in (None, last):
        return [Mistake(row, Column.LAST_DAY, Wrong.DIFFERS)]
    line.ends_on = last or line.ends_on
    return []


def _times(row: int, said: Cells) -> tuple[list[Weekly], list[Mistake]]:
    mistakes: list[Mistake] = []

    def read(column: Column, wrong: Wrong, reading: Callable[[str], T], otherwise: T) -> T:
        try:
            return reading(said.get(column, ""))
        except Unreadable:
            mistakes.append(Mistake(row, column, wrong))
            return otherwise

    no_hours: tuple[time | None, time | None] = (None, None)
    days: list[int] = read(Column.WEEKDAY, Wrong.WEEKDAY, weekdays_in, [])
    hours = read(Column.STARTS, Wrong.HOURS, lambda text: hours_in(text, said.get(Column.ENDS, "")), no_hours)
    rule = read(Column.HOLIDAYS, Wrong.HOLIDAYS, holiday_rule_in, None)
    first = read(Column.FIRST_DAY, Wrong.DAY, day_in, None)
    last = read(Column.LAST_DAY, Wrong.DAY, day_in, None)
    if not mistakes:
        mistakes = _disagreeing(row, days, *hours) or _of_no_season(row, days, first, last)
    return [Weekly(day, *hours, rule, first, last) for day in days], mistakes


def _of_no_season(row: int, days: list[int], first: date | None, last: date | None) -> list[Mistake]:
    if first and not days:
        return [Mistake(row, Column.WEEKDAY, Wrong.WEEKDAY_MISSING)]
    return [Mistake(row, Column.LAST_DAY, Wrong.DAYS_ORDER)] if first and last and last < first else []


def _disagreeing(row: int, days: Sequence[int], start: time | None, end: time | None) -> list[Mistake]:
    if (start or end) and not days:
        return [Mistake(row, Column.WEEKDAY, Wrong.WEEKDAY_MISSING)]
    if (start is None) != (end is None):
        return [Mistake(row, Column.STARTS if start is None else Column.ENDS, Wrong.HOURS_HALF)]
    return [] if are_hours(start, end) else [Mistake(row, Column.ENDS, Wrong.HOURS_ORDER)]
