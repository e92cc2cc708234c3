"""Pages with large words: margins, foot, and what stands on them again and again. No letter is under 12 pt."""

import segno
from fpdf import FPDF

from shared.paper.checklist import Checklist
from shared.paper.lettering import POINT, REGULAR, Face, Lettering, add_fonts
from shared.paper.poster import Chip, Poster
from shared.paper.shapes import draw_qr, draw_shape

INK, WHITE, LINE, BAND = (0, 0, 0), (255, 255, 255), (120, 120, 120), (38, 44, 52)
WIDE, TALL = 210.0, 297.0  # A4 in millimetres; A3 is the same, larger by the root of two
LARGER = {"a4": 1.0, "a3": 2**0.5}


class LargeSheets(FPDF):
    """Pages of a poster or a list; `down`: where the next thing may stand, `times`: how much larger than A4."""

    def __init__(self, content: Poster | Checklist, font: str) -> None:
        super().__init__(format=content.size.upper())
        self.foot, self.times = content.foot, LARGER[content.size]
        add_fonts(self, font)
        self.set_auto_page_break(auto=False)
        self.set_title(content.title)
        self.set_lang(content.lang)
        self.letters = Lettering(self)
        self.margin, self.down = 14 * self.times, 12 * self.times
        self.room = WIDE * self.times - 2 * self.margin
        self.foot_at = TALL * self.times - (12 + 6 * len(self.foot)) * self.times

    def face(self, size: float, *, bold: bool = False, colour: tuple[int, int, int] = INK) -> Face:
        return Face(size * self.times, bold, colour)

    def begin(self) -> None:
        """A page more, with its foot."""
        self.add_page()
        self.down = 12 * self.times
        y = self.foot_at + 3 * self.times
        self.rule(self.foot_at)
        for line in self.foot:
            y = self.letters.write(line, self.face(12), self.margin, y, self.room - 24 * self.times)
        self.set_font(REGULAR, size=12 * self.times)
        self.set_text_color(*INK)
        self.set_xy(-self.margin - 24 * self.times, self.foot_at + 2 * self.times)
        self.cell(24 * self.times, 7 * self.times, f"{self.page_no()} / {{nb}}", align="R")

    def rule(self, y: float) -> None:
        self.set_draw_color(*LINE)
        self.set_line_width(0.3 * self.times)
        self.line(self.margin, y, WIDE * self.times - self.margin, y)

    def band(self, words: str) -> None:
        self.set_fill_color(*BAND)
        self.rect(self.margin, self.down, self.room, 8.6 * self.times, style="F")
        face = self.face(15, bold=True, colour=WHITE)
        self.letters.line(words, face, self.margin + 3 * self.times, self.down + 0.6 * self.times)
        self.down += 8.6 * self.times

    def make_room(self, height: float) -> bool:
        """Whether a new page had to begin."""
        if self.down + height <= self.foot_at - 2 * self.times:
            return False
        self.begin()
        return True


class PosterSheets(LargeSheets):
    """The pages of a poster: codes to point a phone at, chips."""

    def __init__(self, poster: Poster, font: str) -> None:
        super().__init__(poster, font)
        self.poster = poster

    def code(self, x: float, y: float, side: float) -> float:
        rows = [[bool(cell) for cell in row] for row in segno.make(self.poster.qr, error="m", micro=False).matrix]
        draw_qr(self, rows, x, y, side)
        left = max(self.margin, x - 6 * self.times)  # its words are wider than the code, and stay inside the margins
        return self.letters.write(
            self.poster.qr_words, self.face(12), left, y + side + self.times, side + 6 * self.times
        )

    def chip_width(self, chip: Chip, size: float = 12) -> float:
        return self.letters.width(chip.word, self.face(size, bold=True)) + 3.1 * size * self.times * POINT

    def chip(self, chip: Chip, x: float, y: float, size: float = 12) -> None:
        """A word with its shape, white on its colour."""
        face, unit = self.face(size, bold=True, colour=WHITE), size * self.times * POINT
        self.set_fill_color(*chip.colour)
        width = self.chip_width(chip, size)
        self.rect(x, y, width, 1.6 * unit, style="F", round_corners=True, corner_radius=0.35 * unit)
        draw_shape(self, chip.shape, x + 0.65 * unit, y + 0.4 * unit, 0.8 * unit, WHITE)
        self.letters.line(chip.word, face, x + 2 * unit, y + 0.1 * unit)
