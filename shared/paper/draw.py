"""`python -m shared.paper.draw FONT`: a Paper, Poster or Checklist as JSON on stdin, PDF on stdout; no disk."""

import sys

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from pydantic import TypeAdapter

from shared.paper.checklist import Checklist
from shared.paper.checklists import draw_checklist
from shared.paper.poster import Poster
from shared.paper.posters import draw_poster
from shared.paper.sheet import Paper, Style

Printable = Paper | Poster | Checklist
MARGIN, TOP, BOTTOM = 20, 26, 20  # millimetres
FONT = "paper"
# style → (size in points, height of a line and space before it in millimetres, grey)
LOOKS: dict[Style, tuple[float, float, float, int]] = {
    "heading": (13, 7.5, 5, 0),
    "line": (11.5, 6.5, 3.5, 0),
    "text": (10.5, 6, 0.5, 0),
    "soft": (9, 5, 0.5, 80),
}


class Sheets(FPDF):
    """A4 pages with the mark above and the page's number below."""

    def __init__(self, paper: Paper, font: str) -> None:
        super().__init__(format="A4")
        self.paper = paper
        self.add_font(FONT, "", font, collection_font_number=0)  # of a Noto collection, the Japanese one
        self.set_margins(MARGIN, TOP, MARGIN)
        self.set_auto_page_break(auto=True, margin=BOTTOM)
        self.set_title(paper.title)
        self.set_lang(paper.lang)

    def header(self) -> None:
        """The mark, in a frame, on every page."""
        self.set_font(FONT, size=11)
        self.set_text_color(0)
        self.set_xy(-MARGIN - 34, 10)
        self.cell(34, 8, self.paper.mark, border=1, align="C")
        self.set_xy(MARGIN, TOP)

    def footer(self) -> None:
        """Whose copy this is, and which page of how many."""
        self.set_font(FONT, size=8.5)
        self.set_text_color(80)
        self.set_y(-14)
        self.cell(120, 6, self.paper.foot)
        self.cell(0, 6, f"{self.page_no()} / {{nb}}", align="R")


def draw(paper: Paper, font: str) -> bytes:
    """The paper as PDF; `font` is the file of a font that has Japanese."""
    sheets = Sheets(paper, font)
    sheets.add_page()
    sheets.set_font(FONT, size=17)
    sheets.multi_cell(0, 9, paper.title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    for paragraph in paper.paragraphs:
        size, height, before, grey = LOOKS[paragraph.style]
        sheets.ln(before)
        sheets.set_font(FONT, size=size)
        sheets.set_text_color(grey)
        sheets.multi_cell(0, height, paragraph.text, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
    return bytes(sheets.output())


def drawn(wanted: Printable, font: str) -> bytes:
    """Whatever is to be printed, as PDF."""
    if isinstance(wanted, Paper):
        return draw(wanted, font)
    return draw_poster(wanted, font) if isinstance(wanted, Poster) else draw_checklist(wanted, font)


def main() -> None:
    wanted: Printable = TypeAdapter[Printable](Printable).validate_json(sys.stdin.buffer.read())
    sys.stdout.buffer.write(drawn(wanted, sys.argv[1]))


if __name__ == "__main__":
    main()
