"""一覧の取り込み: a town hall's own list of programs, read as it was written. Pure; nothing here opens a file."""

from services.programs.rules.importing.cells import plain
from services.programs.rules.importing.columns import EXAMPLE, NOT_READ, REQUIRED, Column, Header, header_of
from services.programs.rules.importing.lines import Line, Read, read_lines
from services.programs.rules.importing.mistakes import Mistake, Wrong
from services.programs.rules.importing.times import Weekly, hours_in, weekdays_in

__all__ = [
    "EXAMPLE",
    "NOT_READ",
    "REQUIRED",
    "Column",
    "Header",
    "Line",
    "Mistake",
    "Read",
    "Weekly",
    "Wrong",
    "header_of",
    "hours_in",
    "plain",
    "read_lines",
    "weekdays_in",
]
