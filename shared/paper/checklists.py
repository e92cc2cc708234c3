"""A checklist drawn: a box to tick, a name and a telephone number large enough to dial from."""

from shared.paper.checklist import CheckGroup, Checklist, CheckRow
from shared.paper.sheets import INK, WIDE, LargeSheets

BOX = 6.5  # millimetres
NUMBER = 52.0  # how wide the column of numbers is


def draw_checklist(checklist: Checklist, font: str) -> bytes:
    """The list as PDF; `font` is the file of a font that has Japanese."""
    sheets = LargeSheets(checklist, font)
    sheets.begin()
    _head(sheets, checklist)
    for group in checklist.groups:
        if group.on_new_page:
            sheets.begin()
        _group(sheets, group)
    return bytes(sheets.output())


def _head(sheets: LargeSheets, checklist: Checklist) -> None:
    mark = sheets.face(13, bold=True)
    wide = sheets.letters.width(checklist.mark, mark) + 6
    sheets.set_draw_color(*INK)
    sheets.set_line_width(0.4)
    sheets.rect(WIDE - sheets.margin - wide, sheets.down, wide, 9)
    sheets.letters.line(checklist.mark, mark, WIDE - sheets.margin - wide + 3, sheets.down + 1.2)
    room = sheets.room - wide - 6
    y = sheets.letters.write(checklist.title, sheets.face(22, bold=True), sheets.margin, sheets.down, room)
    for line in checklist.lines:
        y = sheets.letters.write(line, sheets.face(12), sheets.margin, y + 1, sheets.room)
    sheets.down = y + 3


def _group(sheets: LargeSheets, group: CheckGroup) -> None:
    """A band with the heading; over the edge of a page it comes again."""
    sheets.make_room(11 + (_height_of(sheets, group.rows[0]) if group.rows else 8))
    sheets.band(group.heading)
    if not group.rows:
        sheets.down = sheets.letters.write(group.empty, sheets.face(13), sheets.margin, sheets.down + 2, sheets.room)
    for number, row in enumerate(group.rows):
        if sheets.make_room(_height_of(sheets, row)):
            sheets.band(group.heading)
        elif number:
            sheets.rule(sheets.down)
        _row(sheets, row)
    sheets.down += 4


def _row(sheets: LargeSheets, row: CheckRow) -> None:
    top, left = sheets.down + 2.2, sheets.margin + 1
    sheets.set_draw_color(*INK)
    sheets.set_line_width(0.5)
    sheets.rect(left, top, BOX, BOX)
    if row.is_done:
        sheets.set_line_width(1)
        sheets.polyline([(left + 1.3, top + 3.4), (left + 2.8, top + 5.1), (left + 5.4, top + 1.4)])
    text, room = left + BOX + 4, _room(sheets)
    y = sheets.letters.write(row.name, sheets.face(15, bold=True), text, top - 0.3, room)
    sheets.letters.line(row.number, sheets.face(16, bold=True), WIDE - sheets.margin - NUMBER, top - 0.5)
    if row.note:
        sheets.letters.write(row.note, sheets.face(12), text, y, room + NUMBER)
    sheets.down += _height_of(sheets, row)


def _room(sheets: LargeSheets) -> float:
    return sheets.room - BOX - 5 - NUMBER


def _height_of(sheets: LargeSheets, row: CheckRow) -> float:
    room = _room(sheets)
    name = sheets.letters.height(row.name, sheets.face(15, bold=True), room)
    note = sheets.letters.height(row.note, sheets.face(12), room + NUMBER) if row.note else 0
    return max(name + note, BOX + 1) + 4
