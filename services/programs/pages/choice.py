"""What a reader of the board chose, all of it in the address: no cookie, and a link that can be passed on."""

from datetime import date
from typing import Annotated, Literal, NamedTuple, Self
from urllib.parse import urlencode

from fastapi import Depends, Query

from services.programs.actions.board import Wanted
from services.programs.api import TownCode
from services.programs.rules import ProgramKind
from shared.web import Reference

View = Literal["usual", "plain"]
Kana = Literal["on", "off"]


class Choice(NamedTuple):
    """Town, area, kind; in plain words or not, with kana or not; from which day and session on."""

    town: str | None = None
    area: str | None = None
    kind: ProgramKind | None = None
    view: View = "usual"
    kana: Kana = "on"
    day: date | None = None
    first: int = 0

    def url(self, path: str = "/programs", /, **other: object) -> str:
        """The address of this choice, changed in part; what is as usual is left out."""
        usual = self._field_defaults
        chosen = {**self._asdict(), **other}
        return f"{path}?{urlencode({name: value for name, value in chosen.items() if value != usual.get(name)})}"

    def listing(self, **other: object) -> str:
        """The same from the beginning of the week."""
        return self._replace(day=None, first=0).url(**other)

    def in_town(self, code: str) -> Self:
        return self._replace(town=code)

    def wanted(self, code: str) -> Wanted:
        return Wanted(code, self.area, self.kind, self.day, self.first)


async def _chosen(
    town: TownCode = None,
    area: Annotated[Reference | None, Query()] = None,
    kind: ProgramKind | None = None,
    view: View = "usual",
    kana: Kana = "on",
    day: date | None = None,
    first: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Choice:
    return Choice(town, area or None, kind, view, kana, day, first)


Chosen = Annotated[Choice, Depends(_chosen)]
