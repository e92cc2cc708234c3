"""What can be wrong with a cell of a list, by row and column."""

from enum import StrEnum
from typing import NamedTuple


class Wrong(StrEnum):
    """Why a cell can't be taken over."""

    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    MISSING = "missing"
    FORMULA = "formula"
    CONTROL_CHARACTER = "control_character"
    TOO_LONG = "too_long"
    WEEKDAY = "weekday"
    WEEKDAY_MISSING = "weekday_missing"
    HOURS = "hours"
    HOURS_HALF = "hours_half"
    HOURS_ORDER = "hours_order"
    DAY = "day"
    DAYS_ORDER = "days_order"
    TWICE = "twice"
    KIND = "kind"
    HOLIDAYS = "holidays"
    PHONE = "phone"
    AREA = "area"
    DIFFERS = "differs"
    TWO_PROGRAMS = "two_programs"
    NO_ROWS = "no_rows"


class Mistake(NamedTuple):
    """One thing to mend: the row as the spreadsheet numbers it, the column's name, and what is wrong."""

    row: int
    column: str
    wrong: Wrong
