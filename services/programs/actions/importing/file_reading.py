"""Reading a stranger's file without being held up by it: in a child process that is gone within seconds."""

import asyncio
import json
import signal
from collections.abc import Collection, Sequence
from typing import NamedTuple

from services.programs.errors import CannotReadLists, ListMissing, ListTooIntricate, ListTooLarge, NotAList
from shared.child import ask_child

LARGEST = 256_000
PATIENCE_SECONDS = 10.0  # the child ends itself after three seconds of reading; this is for one that does not start
REFUSALS = {each.code: each for each in (ListTooLarge, NotAList)}


class Cells(NamedTuple):
    """A list as it stands in its file: text by row, and which cells are formulas (row and place from 0)."""

    rows: Sequence[Sequence[str]]
    formulas: Collection[tuple[int, int]] = ()


class ListReader:
    """Reads one file at a time."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Semaphore(1)  # a child takes some 60 MiB while it reads

    async def read(self, octets: bytes | None) -> Cells:
        """The cells of a .csv or .xlsx; every refusal names the field `list`."""
        if not octets:
            raise ListMissing("Choose a file (.csv or .xlsx).", field="list")
        if len(octets) > LARGEST:
            raise ListTooLarge(f"The file is larger than {LARGEST // 1000} KB.", field="list")
        async with self._one_at_a_time:
            code, told = await ask_child("shared.spreadsheet.process", octets=octets, patience_seconds=PATIENCE_SECONDS)
        if code == -signal.SIGALRM:
            raise ListTooIntricate("The file could not be read within 3 s.", field="list")
        if code != 0:
            raise CannotReadLists("The process that reads files failed.")
        return cells_of(json.loads(told))


def cells_of(told: dict[str, object]) -> Cells:
    """What the child said; its refusal as the error it stands for."""
    match told:
        case {"refused": str(code)}:
            raise REFUSALS[code]("The file can't be read as a list.", field="list")
        case {"rows": list(rows), "formulas": list(formulas)}:
            return Cells(rows, {(row, place) for row, place in formulas})
    raise CannotReadLists("The process that reads files said something else.")
