"""Letters on a sheet: lines broken as Japanese and English break them, and where the next line stands."""

from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from fpdf import FPDF

POINT = 25.4 / 72  # millimetres
REGULAR, BOLD = "paper", "paper-bold"
NOT_AT_START = frozenset("、。，．・：；？！）」』】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ〜～–,.:;?!)")
NOT_AT_END = frozenset("（「『【〔〈《(")
LEADING = 1.4


@dataclass(frozen=True)
class Face:
    """How some words look: size in points, weight, colour."""

    size: float
    is_bold: bool = False
    colour: tuple[int, int, int] = (0, 0, 0)

    @property
    def leading(self) -> float:
        """From line to line, in millimetres."""
        return self.size * POINT * LEADING


def add_fonts(sheets: FPDF, regular: str) -> None:
    """The font and, where it lies beside it, its bold cut."""
    bold = Path(regular.replace("-Regular", "-Bold"))
    sheets.add_font(REGULAR, "", regular, collection_font_number=0)  # of a Noto collection, the Japanese one
    sheets.add_font(BOLD, "", str(bold) if bold.exists() else regular, collection_font_number=0)


class Lettering:
    """Writes on sheets; positions in millimetres from the top left."""

    def __init__(self, sheets: FPDF) -> None:
        self._sheets = sheets
        self._width = cache(self._measured)

    def width(self, text: str, face: Face) -> float:
        """How wide some words are."""
        return sum(self._width(character, face.is_bold) for character in text) * face.size

    def lines(self, text: str, face: Face, room: float) -> list[str]:
        """The lines that some text takes: broken after any Japanese character, at spaces between others.

        What is wider than a line in itself (an address of a web page) is cut anywhere.
        """
        lines, line, used = [], "", 0.0
        words = _unbreakable(text)
        for word in chain.from_iterable([word] if self.width(word, face) <= room else word for word in words):
            wide = self.width(word, face)
            if line and used + wide > room:
                lines.append(line.rstrip())
                line, used = "", 0.0
                word = word.lstrip()
            line, used = line + word, used + wide
        return [*lines, line.rstrip()]

    def write(self, text: str, face: Face, x: float, y: float, room: float) -> float:
        """Write below `y`; returns where the next text may begin."""
        for line in self.lines(text, face, room):
            self.line(line, face, x, y)
            y += face.leading
        return y

    def line(self, text: str, face: Face, x: float, y: float) -> None:
        """One line whose upper edge is at `y`."""
        self._sheets.set_font(BOLD if face.is_bold else REGULAR, size=face.size)
        self._sheets.set_text_color(*face.colour)
        self._sheets.text(x, y + face.leading * 0.74, text)

    def height(self, text: str, face: Face, room: float) -> float:
        return len(self.lines(text, face, room)) * face.leading

    def _measured(self, character: str, is_bold: bool) -> float:
        self._sheets.set_font(BOLD if is_bold else REGULAR, size=100)
        return self._sheets.get_string_width(character) / 100


def _unbreakable(text: str) -> list[str]:
    """Pieces that stay on one line."""
    pieces: list[str] = []
    for character in text:
        last = pieces[-1][-1] if pieces else ""
        joins = character in NOT_AT_START or last in NOT_AT_END or (_is_latin(character) and _is_latin(last))
        if pieces and joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _is_latin(character: str) -> bool:
    return bool(character) and character != " " and ord(character) < 0x2E80
