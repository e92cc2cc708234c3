"""CSV as town halls' spreadsheets open it: a BOM before UTF-8, CP932 on request, nothing that runs as a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Literal

CsvEncoding = Literal["utf-8", "cp932"]
Cell = str | int | float | None

MEDIA_TYPES: dict[CsvEncoding, str] = {
    "utf-8": "text/csv; charset=utf-8",
    "cp932": "text/csv; charset=Windows-31J",  # what IANA calls it
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run what begins so
UNKNOWN = "〓"  # 下駄: what printers set for a character they do not have
ALIKE = str.maketrans("〜−—‖¢£¬", "～－―∥￠￡￢")  # the same signs as CP932 has them


def csv_of(header: Sequence[str], rows: Iterable[Sequence[Cell]], encoding: CsvEncoding = "utf-8") -> bytes:
    """A table as octets; lines end as RFC 4180 says, text that looks like a formula begins with an apostrophe."""
    written = StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(header)
    table.writerows([harmless(cell) for cell in row] for row in rows)
    text = written.getvalue()
    return text.encode("utf-8-sig") if encoding == "utf-8" else _as_cp932(text)


def harmless(cell: Cell) -> Cell:
    """Text that a spreadsheet reads as text; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _as_cp932(text: str) -> bytes:
    """What CP932 lacks is seen to be missing; nothing is dropped silently."""
    text = text.translate(ALIKE)
    try:
        return text.encode("cp932")
    except UnicodeEncodeError:
        return b"".join(_octets(character) for character in text)


def _octets(character: str) -> bytes:
    try:
        return character.encode("cp932")
    except UnicodeEncodeError:
        return UNKNOWN.encode("cp932")
