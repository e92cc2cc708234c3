"""What a poster says: large words for a wall or a letterbox, before anybody draws them."""

from typing import Literal

from pydantic import BaseModel

Size = Literal["a4", "a3"]
Shape = Literal["circle", "square", "triangle", "wedge", "diamond", "ring", "frame", "star", "cross"]


class Chip(BaseModel):
    """A word with a shape and a colour of its own: whoever misses one has the other two."""

    word: str
    shape: Shape
    colour: tuple[int, int, int]


class Entry(BaseModel):
    """One line of a day: when, what (with its chip and how it is read), further lines. `off`: it is off, and why."""

    time: str
    name: str
    reading: str = ""
    chip: Chip | None = None
    lines: list[str] = []
    off: str = ""


class Day(BaseModel):
    """A day's heading with its entries; `note` says why a day is empty (a holiday)."""

    heading: str
    note: str = ""
    entries: list[Entry] = []


class Poster(BaseModel):
    """A sheet to hang up: title, what it is about, a code to point a phone at, days; `foot` stands on every page.

    `reading` are the kana over the title (or over the first large line).
    `stamp` is one huge word over all (【中止】) and `large` very large lines: a notice of one thing.
    """

    form: Literal["poster"] = "poster"
    size: Size = "a4"
    lang: Literal["ja", "en"] = "ja"
    title: str
    reading: str = ""
    subtitle: str = ""
    qr: str = ""
    qr_words: str = ""
    stamp: Chip | None = None
    large: list[str] = []
    lines: list[str] = []
    days: list[Day] = []
    foot: list[str] = []
