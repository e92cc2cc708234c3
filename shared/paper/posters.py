"""A poster drawn: large words, more pages rather than smaller letters."""

from shared.paper.lettering import Face
from shared.paper.poster import Day, Entry, Poster
from shared.paper.sheets import WIDE, PosterSheets

HOURS, CHIP = 41.0, 7.4  # how wide the column of hours is, how high a chip


def draw_poster(poster: Poster, font: str) -> bytes:
    """The poster as PDF; `font` is the file of a font that has Japanese."""
    sheets = PosterSheets(poster, font)
    sheets.begin()
    if poster.stamp:
        _notice(sheets)
    else:
        _head(sheets)
        for day in poster.days:
            _day(sheets, day)
    return bytes(sheets.output())


def _head(sheets: PosterSheets) -> None:
    """Title and subtitle, the code to point a phone at beside them."""
    poster, side = sheets.poster, 31 * sheets.times
    room = sheets.room - (side + 8 * sheets.times if poster.qr else 0)
    y = sheets.down
    if poster.reading:
        y = sheets.letters.write(poster.reading, sheets.face(13), sheets.margin, y, room) - sheets.times
    y = sheets.letters.write(poster.title, sheets.face(27, bold=True), sheets.margin, y, room)
    if poster.subtitle:
        y = sheets.letters.write(poster.subtitle, sheets.face(15), sheets.margin, y + sheets.times, room)
    for line in poster.lines:
        y = sheets.letters.write(line, sheets.face(13), sheets.margin, y + sheets.times, room)
    if poster.qr:
        y = max(y, sheets.code(WIDE * sheets.times - sheets.margin - side, sheets.down, side))
    sheets.down = y + 3 * sheets.times


def _day(sheets: PosterSheets, day: Day) -> None:
    """A dark band with the day, then its entries; over the edge of a page the band comes again."""
    first = _height_of(sheets, day.entries[0]) if day.entries else 8 * sheets.times
    sheets.make_room(11 * sheets.times + first)
    sheets.band(day.heading)
    if day.note:
        note = sheets.face(13)
        sheets.down = (
            sheets.letters.write(day.note, note, sheets.margin, sheets.down + sheets.times, sheets.room)
            + 2 * sheets.times
        )
    for number, entry in enumerate(day.entries):
        if sheets.make_room(_height_of(sheets, entry)):
            sheets.band(day.heading)
        elif number:
            sheets.rule(sheets.down)
        _entry(sheets, entry)
    sheets.down += 2 * sheets.times


def _entry(sheets: PosterSheets, entry: Entry) -> None:
    top, left = sheets.down + 2 * sheets.times, sheets.margin + HOURS * sheets.times
    sheets.letters.write(
        entry.time, sheets.face(14, bold=True), sheets.margin + 2 * sheets.times, top, 36 * sheets.times
    )
    for face, text, x, room in _texts_of(sheets, entry):
        if text is entry.name and entry.chip:
            sheets.chip(entry.chip, left, top + 0.2 * sheets.times)
            top += 0 if x > left else CHIP * sheets.times
        if text is entry.name and entry.reading and (beside := _reading_beside(sheets, entry, x, room)):
            sheets.letters.line(*beside, top + sheets.times)
        top = sheets.letters.write(text, face, x, top, room)
    sheets.down += _height_of(sheets, entry)


def _texts_of(sheets: PosterSheets, entry: Entry) -> list[tuple[Face, str, float, float]]:
    """What is written beside the hours: how, what, from where, how wide. The name beside its chip if it fits."""
    left, room, name = (
        sheets.margin + HOURS * sheets.times,
        sheets.room - HOURS * sheets.times,
        sheets.face(16, bold=True),
    )
    beside = sheets.chip_width(entry.chip) + 3 * sheets.times if entry.chip else 0
    if beside + sheets.letters.width(entry.name, name) > room:
        beside = 0
    texts = [(name, entry.name, left + beside, room - beside)]
    if entry.reading and not _reading_beside(sheets, entry, left + beside, room - beside):
        texts.append((sheets.face(12), _bracketed(entry), left, room))
    texts += [(sheets.face(13, bold=True), entry.off, left, room)] if entry.off else []
    return [*texts, *((sheets.face(12), line, left, room) for line in entry.lines)]


def _reading_beside(sheets: PosterSheets, entry: Entry, x: float, room: float) -> tuple[str, Face, float] | None:
    """How a name is read, behind it where both fit on a line: what, how, from where. None: a line of its own."""
    wide = sheets.letters.width(entry.name, sheets.face(16, bold=True))
    fits = wide + sheets.letters.width(_bracketed(entry), sheets.face(12)) <= room
    return (_bracketed(entry), sheets.face(12), x + wide) if fits else None


def _bracketed(entry: Entry) -> str:
    return f"（{entry.reading}）"


def _height_of(sheets: PosterSheets, entry: Entry) -> float:
    texts = _texts_of(sheets, entry)
    is_above = entry.chip and texts[0][2] == sheets.margin + HOURS * sheets.times
    written = sum(sheets.letters.height(text, face, room) for face, text, _x, room in texts)
    return written + (4.5 + CHIP * bool(is_above)) * sheets.times


def _notice(sheets: PosterSheets) -> None:
    """One thing, readable from across the street: the stamp, then a few very large lines, then the code."""
    assert sheets.poster.stamp
    sheets.chip(sheets.poster.stamp, sheets.margin, sheets.down, 62)
    sheets.down += 46 * sheets.times
    if sheets.poster.reading:
        reading = sheets.face(18)
        sheets.down = sheets.letters.write(sheets.poster.reading, reading, sheets.margin, sheets.down, sheets.room)
    for number, line in enumerate(sheets.poster.large):
        face = sheets.face(36 if number == 0 else 28, bold=True)
        sheets.down = sheets.letters.write(line, face, sheets.margin, sheets.down, sheets.room) + 4 * sheets.times
    for line in sheets.poster.lines:
        sheets.down = (
            sheets.letters.write(line, sheets.face(20), sheets.margin, sheets.down, sheets.room) + 2 * sheets.times
        )
    if sheets.poster.qr:
        side = 42 * sheets.times
        sheets.code(
            sheets.margin + 3 * sheets.times,
            min(sheets.down + 4 * sheets.times, sheets.foot_at - 62 * sheets.times),
            side,
        )
