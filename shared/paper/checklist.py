"""What a list to tick off says: people to telephone, one after the other, before anybody draws it."""

from typing import Literal

from pydantic import BaseModel


class CheckRow(BaseModel):
    """One box to tick: whom, under which number, and what to know about them."""

    name: str
    number: str = ""
    note: str = ""
    is_done: bool = False


class CheckGroup(BaseModel):
    """Rows under a heading; `on_new_page`: each caller has a sheet of their own. `empty` is said without rows."""

    heading: str
    on_new_page: bool = False
    rows: list[CheckRow]
    empty: str = ""


class Checklist(BaseModel):
    """A list on A4: title, the mark that stands above it (取扱注意), some lines, its groups, the foot of every page."""

    form: Literal["checklist"] = "checklist"
    size: Literal["a4"] = "a4"
    lang: Literal["ja", "en"] = "ja"
    title: str
    mark: str
    lines: list[str] = []
    groups: list[CheckGroup]
    foot: list[str] = []
