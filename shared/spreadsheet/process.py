"""`python -m shared.spreadsheet.process`: a list on stdin, its cells or the refusal on stdout.

A process of its own, with an alarm that the kernel keeps: whatever a file makes a library do, it ends.
"""

import csv
import json
import resource
import signal
import sys
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any, NamedTuple
from zipfile import ZipFile

from openpyxl import load_workbook

SECONDS = 3.0
MOST_MEMORY = 768 << 20
MOST_UNPACKED = 24 << 20  # a workbook is a zip: what it unpacks to is said before it is unpacked
MOST_ROWS, MOST_COLUMNS = 300, 40  # some five seconds to take over, in one transaction
MOST_OCTETS = 230_000  # as JSON: a preview carries them back, and a form is 256 KB at most
ZIP = b"PK\x03\x04"


class Refused(Exception):
    """A file that can't be read, by the code of the error it becomes."""


class Grid(NamedTuple):
    """Cells as text, and which of them are formulas (row and place from 0)."""

    rows: list[list[str]]
    formulas: list[tuple[int, int]]


def grid_of(octets: bytes) -> Grid:
    """A workbook's first sheet, or a CSV in UTF-8 or CP932. Refused for what is neither, or too much."""
    grid = _workbook(octets) if octets.startswith(ZIP) else _csv(octets)
    trimmed = grid._replace(rows=[_trimmed(row) for row in grid.rows])
    is_wide = any(len(row) > MOST_COLUMNS for row in trimmed.rows)
    if is_wide or len(trimmed.rows) > MOST_ROWS or len(written(trimmed.rows).encode()) > MOST_OCTETS:
        raise Refused("list_too_large")
    return trimmed


def written(rows: Sequence[Sequence[str]]) -> str:
    """The cells as a form carries them."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _trimmed(row: list[str]) -> list[str]:
    """Without the empty cells at its end; spreadsheets write hundreds."""
    while row and not row[-1].strip():
        row = row[:-1]
    return row


def _csv(octets: bytes) -> Grid:
    text = _decoded(octets)
    if "\0" in text:
        raise Refused("not_a_list")
    try:
        return Grid(list(csv.reader(StringIO(text, newline=""), strict=True)), [])
    except csv.Error as error:
        raise Refused("not_a_list") from error


def _decoded(octets: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return octets.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("not_a_list")


def _workbook(octets: bytes) -> Grid:
    with ZipFile(BytesIO(octets)) as packed:
        if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
            raise Refused("list_too_large")
    sheet = load_workbook(BytesIO(octets), read_only=True, data_only=False, keep_links=False).worksheets[0]
    rows: list[list[str]] = []
    formulas = []
    for cells in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS):
        formulas += [(len(rows), place) for place, cell in enumerate(cells) if cell.data_type == "f"]
        rows.append(["" if cell.data_type == "f" else _text(cell.value) for cell in cells])
    return Grid(rows, formulas)


def _text(value: Any) -> str:
    """A cell as a person reads it there: 9:00, not a part of a day."""
    match value:
        case None:
            return ""
        case time():
            return f"{value:%H:%M}"
        case datetime() | date():
            return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def main() -> None:
    """The alarm has no handler: the process dies of it, even inside a library's C code."""
    octets = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        told: object = grid_of(octets)._asdict()
    except Refused as error:
        told = {"refused": str(error)}
    except Exception:  # a library's own, of whatever kind: the file made it, so the file is refused
        told = {"refused": "not_a_list"}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
