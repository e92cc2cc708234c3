"""Shapes beside words, drawn: they look the same with every font and every printer."""

from math import cos, pi, sin

from fpdf import FPDF

from shared.paper.poster import Shape

Points = list[tuple[float, float]]


def draw_shape(sheets: FPDF, shape: Shape, x: float, y: float, side: float, colour: tuple[int, int, int]) -> None:
    """A shape in the square of `side` whose upper left corner is at x, y (millimetres)."""
    sheets.set_fill_color(*colour)
    sheets.set_draw_color(*colour)
    sheets.set_line_width(side * 0.16)
    if shape in ("circle", "ring"):
        sheets.ellipse(x, y, side, side, style="F" if shape == "circle" else "D")
    elif shape in ("square", "frame"):
        sheets.rect(x, y, side, side, style="F" if shape == "square" else "D")
    elif shape == "cross":
        sheets.line(x, y, x + side, y + side)
        sheets.line(x, y + side, x + side, y)
    else:
        sheets.polygon([(x + side * px, y + side * py) for px, py in _corners(shape)], style="F")


def _corners(shape: Shape) -> Points:
    if shape == "triangle":
        return [(0.5, 0), (1, 1), (0, 1)]
    if shape == "wedge":
        return [(0, 0), (1, 0), (0.5, 1)]
    if shape == "diamond":
        return [(0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)]
    radius = (0.5, 0.21)
    return [
        (0.5 + radius[n % 2] * sin(pi * n / 5), 0.53 - radius[n % 2] * cos(pi * n / 5)) for n in range(10)
    ]  # a star


def draw_qr(sheets: FPDF, rows: list[list[bool]], x: float, y: float, side: float) -> None:
    """A code's dark squares on white, joined along each row so that no hairline shows between them."""
    cell = side / len(rows)
    sheets.set_fill_color(0, 0, 0)
    for number, row in enumerate(rows):
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                sheets.rect(x + start * cell, y + number * cell, (end - start) * cell, cell, style="F")
            start = max(end, start + 1)
