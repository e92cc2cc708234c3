"""Files that should never have been sent: each is refused by name, or read, within seconds."""

import random
from io import BytesIO
from time import monotonic
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from services.programs.actions.importing import ListReader
from services.programs.errors import ListMissing, ListTooIntricate, ListTooLarge, NotAList
from shared.errors import DomainError
from shared.spreadsheet import process
from shared.spreadsheet.process import Refused, grid_of
from tests.services.programs.test_importing import workbook


def packed(sheet: bytes) -> bytes:
    """A workbook whose sheet is anything."""
    octets = BytesIO()
    with ZipFile(BytesIO(workbook(["名前"]))) as good, ZipFile(octets, "w", ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else good.read(name))
    return octets.getvalue()


LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10 if level else b"ha" * 10) for level in range(10)
)
REFUSED: dict[str, tuple[bytes, type[DomainError]]] = {
    "nothing": (b"", ListMissing),
    "rubbish": (random.Random(7).randbytes(90_000), NotAList),  # noqa: S311  # the same rubbish each time
    "a NUL": ("名前\0".encode(), NotAList),
    "UTF-16": ("名前,対象".encode("utf-16"), NotAList),
    "a quote without an end": ('名前\r\n"会'.encode(), NotAList),
    "a zip that is no workbook": (b"PK\x03\x04" + b"\0" * 500, NotAList),
    "256 KB and one": (b"a" * 256_001, ListTooLarge),
    "301 rows": (b"a\r\n" * 301, ListTooLarge),
    "41 columns": (b",".join([b"a"] * 41), ListTooLarge),
    "a bomb": (packed(b" " * (30 << 20)), ListTooLarge),
    "a billion laughs": (packed(b"<!DOCTYPE a [" + LAUGHS + b"]><worksheet>&l9;</worksheet>"), NotAList),
    "a sheet that is no XML": (packed(b"<worksheet"), NotAList),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_file_that_can_not_be_read_is_refused_by_name(name: str) -> None:
    octets, error = REFUSED[name]
    began = monotonic()
    with pytest.raises(error) as refused:
        await ListReader().read(octets)
    assert (refused.value.field, monotonic() - began < 8) == ("list", True)


async def test_a_cell_at_the_end_of_the_world_costs_nothing() -> None:
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
    )
    far += b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    try:
        cells = await ListReader().read(packed(far))
    except ListTooLarge:
        return
    assert not any(cells.rows)


async def test_a_reading_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    async def killed(*words: str, **how: object) -> tuple[int, bytes]:
        return -14, b""

    monkeypatch.setattr("services.programs.actions.importing.file_reading.ask_child", killed)
    with pytest.raises(ListTooIntricate):
        await ListReader().read(b"a")


def test_the_child_reads_what_excel_and_text_editors_write() -> None:
    assert grid_of("名前\r\n会\r\n".encode("utf-8-sig")).rows == [["名前"], ["会"]]
    assert grid_of("名前,髙橋".encode("cp932")).rows == [["名前", "髙橋"]]
    assert grid_of(workbook(["名前", 9.0, None], ["=1", 9.5, ""]))[:2] == ([["名前", "9"], ["", "9.5"]], [(1, 0)])
    assert process.SECONDS < 5
    with pytest.raises(Refused):
        grid_of(b"\x81 ")
