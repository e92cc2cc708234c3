"""The residents' board as its page and its flyer read it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from services.programs.models import Organiser, Program
from services.programs.rules import ProgramKind, Span
from services.programs.schemas.sessions import SessionView


class BoardRow(NamedTuple):
    """A session with its program and who runs it."""

    session: SessionView
    program: Program
    organiser: Organiser | None = None


class BoardDay(NamedTuple):
    """A day: how many sessions it has in all, and those that are shown; `rest` is why the town rests."""

    day: date
    rest: str
    total: int
    rows: Sequence[BoardRow]


class Board(NamedTuple):
    """Some days of a town's week: what is shown, what there is to choose from, where the next page begins."""

    shown: Sequence[BoardDay]
    totals: Mapping[date, int]
    kinds: Sequence[ProgramKind]
    next_page: tuple[date, Span] | None

    @property
    def is_empty(self) -> bool:
        return not any(self.totals.values())
