"""Flyers and notices as posters: what the board says, for a wall or a letterbox."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from services.programs.models import Organiser, Program, Series
from services.programs.rules import NO_KANA, Furigana, ProgramKind, needs_kana
from services.programs.schemas import BoardDay, BoardRow
from services.programs.words.sessions import KINDS, REASONS, weekly_words
from shared.paper import Chip, Day, Entry, Poster, Shape, Size
from shared.ui import dates
from shared.ui.dates import Lang
from shared.ui.words import Words, said

# Word, shape and colour; each colour is dark enough that white on it stays readable on a grey copy (4.5:1 and more).
LOOKS: dict[ProgramKind, tuple[Shape, tuple[int, int, int]]] = {
    ProgramKind.GATHERING: ("circle", (43, 76, 126)),
    ProgramKind.MEAL: ("ring", (122, 62, 18)),
    ProgramKind.EXERCISE: ("triangle", (31, 92, 62)),
    ProgramKind.STUDY: ("square", (84, 48, 120)),
    ProgramKind.HOBBY: ("star", (130, 40, 80)),
    ProgramKind.WORK: ("diamond", (86, 72, 16)),
    ProgramKind.CHILDREN: ("frame", (20, 88, 104)),
    ProgramKind.OTHER: ("wedge", (70, 74, 80)),
}
OFF: Words = ("【中止】", "Cancelled")
OFF_COLOUR = (150, 36, 20)
FOOT: Words = (
    "変わることがあります。出かける前に、電話かQRコードでおたしかめください。",
    "Times and places can change: please call or use the QR code before you leave.",
)
QR_WORDS: Words = ("スマホで読みとると、いまの予定が見られます", "Point a phone here for what is on now")
SPANS: dict[str, Words] = {"week": ("今週の予定", "this week"), "month": ("1か月の予定", "this month")}


class Frame(NamedTuple):
    """What a flyer is about: whose it is, its span and kind, from when to when, and where its code leads."""

    place: Words
    span: str
    kind: ProgramKind | None
    first: date
    last: date
    url: str


class Sheet(NamedTuple):
    """How a flyer is made: its size, its language, the day it is made on, and how the town reads its words."""

    size: Size
    lang: Lang
    today: date
    furigana: Furigana = NO_KANA

    def read(self, text: str) -> str:
        """The text as it is written here, kana behind the words that need them."""
        return self.furigana.behind(text)

    def reading(self, program: Program) -> str:
        """How a program's name is read, where somebody said so and it can't be seen."""
        is_wanted = self.furigana.is_shown and needs_kana(program.name)
        return program.name_kana if is_wanted else ""


class Once(NamedTuple):
    """A sheet that says how something is read the first time it names it: paper is short."""

    sheet: Sheet
    known: set[str]

    def read(self, text: str) -> str:
        return self.sheet.read(text) if self._is_new(text) else text

    def reading(self, program: Program) -> str:
        return self.sheet.reading(program) if self._is_new(f"program {program.id}") else ""

    def _is_new(self, name: str) -> bool:
        is_new = name not in self.known
        self.known.add(name)
        return is_new


def board_flyer(frame: Frame, days: Sequence[BoardDay], sheet: Sheet) -> Poster:
    """The week or the month of a town or an area, day by day."""
    lang = sheet.lang
    kind = f"　{said(KINDS[frame.kind], lang)}" if frame.kind else ""
    once = Once(sheet, set())
    nothing = Day(heading=said(("予定はまだありません。", "Nothing yet."), lang))
    return Poster(
        size=sheet.size,
        lang=lang,
        title=f"{said(frame.place, lang)} {said(SPANS[frame.span], lang)}",
        reading=_reading_of(said(frame.place, lang), sheet),
        subtitle=f"{dates.month_day(frame.first, lang)}〜{dates.month_day(frame.last, lang)}{kind}",
        qr=frame.url,
        qr_words=said(QR_WORDS, lang),
        days=[_day(each, once) for each in days] or [nothing],
        foot=_foot(sheet),
    )


def program_flyer(
    program: Program, times: Sequence[Series], days: Sequence[BoardDay], url: str, sheet: Sheet
) -> Poster:
    """One program and its dates, a month to a band."""
    lang = sheet.lang
    rows = [row for day in days for row in day.rows]
    about = said((program.plain, program.summary_en), lang)
    place = next((row.session.place for row in rows if row.session.place), program.place)
    runs = _call(next((row.organiser for row in rows), None), lang)
    audience = f"{said(('対象：', 'For: '), lang)}{program.audience}"
    where = f"{said(('ところ：', 'Where: '), lang)}{sheet.read(place)}" if place else ""
    months = groupby(rows, key=lambda row: (row.session.held_on.year, row.session.held_on.month))
    return Poster(
        size=sheet.size,
        lang=lang,
        title=_title(program, sheet),
        reading=sheet.reading(program),
        subtitle=weekly_words(times, lang),
        qr=url,
        qr_words=said(QR_WORDS, lang),
        lines=[line for line in (about, audience, where, runs) if line],
        days=[_month(month, list(found), Once(sheet, set())) for (_year, month), found in months],
        foot=_foot(sheet),
    )


def slip(row: BoardRow, again: BoardRow | None, url: str, sheet: Sheet) -> Poster:
    """中止のはり紙: what does not take place, why, when it is on again, whom to call."""
    lang, session = sheet.lang, row.session
    off = Chip(word=said(OFF, lang), shape="cross", colour=OFF_COLOUR)
    reason = said(REASONS[session.reason], lang) if session.reason else ""
    lines = [_again(again, lang), _call(row.organiser, lang)]
    return Poster(
        size=sheet.size,
        lang=lang,
        title=f"{off.word} {_name(row.program, lang)}",
        stamp=off,
        reading=sheet.reading(row.program),
        large=[_title(row.program, sheet), _when(row, lang), *([reason] if reason else [])],
        lines=[line for line in lines if line],
        qr=url,
        qr_words=said(QR_WORDS, lang),
        foot=_foot(sheet),
    )


def _day(day: BoardDay, once: Once) -> Day:
    lang = once.sheet.lang
    note = day.rest and f"{day.rest}{said(('（お休みです）', ' (closed)'), lang) if not day.rows else ''}"
    return Day(
        heading=dates.month_day(day.day, lang),
        note=note,
        entries=[_entry(row, _hours(row, lang), once) for row in day.rows],
    )


def _month(month: int, rows: Sequence[BoardRow], once: Once) -> Day:
    heading = said((f"{month}月", dates.MONTHS_EN[month - 1]), once.sheet.lang)
    return Day(heading=heading, entries=[_date(row, once) for row in rows])


def _date(row: BoardRow, once: Once) -> Entry:
    """One date of a program's own flyer: what it is stands above already."""
    lang = once.sheet.lang
    entry = _entry(row, dates.day(row.session.held_on, lang), once)
    note = [row.session.note] if row.session.note else []
    return entry.model_copy(
        update={"name": _hours(row, lang), "reading": "", "lines": note, "chip": entry.chip if entry.off else None}
    )


def _entry(row: BoardRow, time: str, once: Once) -> Entry:
    session, program, lang = row.session, row.program, once.sheet.lang
    name, reading = _title(program, once.sheet), once.reading(program)
    if session.reason:
        again = dates.later_day(session.next_on, session.held_on, lang) if session.next_on else ""
        on = said((f"　{again}は あります", f", on again {again}"), lang) if again else ""
        chip = Chip(word=said(OFF, lang), shape="cross", colour=OFF_COLOUR)
        return Entry(time=time, name=name, chip=chip, reading=reading, off=f"{said(REASONS[session.reason], lang)}{on}")
    shape, colour = LOOKS[program.kind]
    about = said((program.audience, program.summary_en or program.audience), lang)
    place = once.read(session.place)
    lines = [about, " ・ ".join(part for part in (place, session.note, _call(row.organiser, lang)) if part)]
    chip = Chip(word=said(KINDS[program.kind], lang), shape=shape, colour=colour)
    return Entry(time=time, name=name, reading=reading, chip=chip, lines=[line for line in lines if line])


def _reading_of(place: str, sheet: Sheet) -> str:
    """How a town or area is read, where the town says so."""
    parts = sheet.furigana.over(place)
    return "".join(kana or part for part, kana in parts) if any(kana for _, kana in parts) else ""


def _title(program: Program, sheet: Sheet) -> str:
    """The name large, its kana in brackets where only the town's words are known; entered ones stand by themselves."""
    name = _name(program, sheet.lang)
    return name if program.name_kana else sheet.read(name)


def _name(program: Program, lang: Lang) -> str:
    return said((program.name, program.name_en or program.name), lang)


def _hours(row: BoardRow, lang: Lang) -> str:
    return dates.hours(row.session.starts_at, row.session.ends_at, lang)


def _when(row: BoardRow, lang: Lang) -> str:
    return f"{dates.month_day(row.session.held_on, lang)} {_hours(row, lang)}"


def _again(again: BoardRow | None, lang: Lang) -> str:
    if again is None:
        return said(("次の日にちは、決まったらお知らせします。", "The next date will be announced."), lang)
    when = _when(again, lang)
    return said((f"次は {when} に あります。", f"On again {when}."), lang)


def _call(organiser: Organiser | None, lang: Lang) -> str:
    if organiser is None or not organiser.phone:
        return organiser.name if organiser else ""
    return said((f"電話 {organiser.phone}（{organiser.name}）", f"Phone {organiser.phone} ({organiser.name})"), lang)


def _foot(sheet: Sheet) -> list[str]:
    made = (f"{dates.era_date(sheet.today)} 現在", f"As of {dates.era_date(sheet.today, 'en')}")
    return [said(FOOT, sheet.lang), said(made, sheet.lang)]
