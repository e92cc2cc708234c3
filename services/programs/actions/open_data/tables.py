"""A town's programs and their coming dates as tables. The columns of programs are those the import reads."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from services.programs import words
from services.programs.actions.open_data.publishing import Published
from services.programs.models import Program, Series, Session
from services.programs.rules import SessionStatus
from services.programs.settings import Settings
from shared.clock import TOKYO
from shared.ui.dates import WEEKDAYS_JA
from shared.web.csv import Cell

PROGRAM_COLUMNS = (
    "市町村コード", "市町村", "名前", "よみがな", "英語名", "対象", "内容", "目的", "種類",
    "主催", "電話", "会場", "住所", "緯度", "経度", "地域", "曜日", "はじまり",
    "おわり", "祝日", "はじめの日", "終わりの日", "備考", "ページ", "カレンダー",
)  # fmt: skip
SESSION_COLUMNS = (
    "市町村コード", "市町村", "名前", "日付", "曜日", "はじまり", "おわり", "ようす", "理由",
    "お知らせ", "種類", "対象", "会場", "住所", "ページ",
)  # fmt: skip
ON, OFF, OPEN = "あり", "中止", "時間は後日"


def program_rows(found: Published, settings: Settings) -> Iterator[list[Cell]]:
    """A row a weekly time; a program without one has a row, too."""
    for program in found.programs:
        times: Sequence[Series | None] = found.times[program.id] or (None,)
        for series in times:
            yield [*_described(found, program), *_weekly(program, series), *_links(program, settings)]


def session_rows(found: Published, sessions: Sequence[Session], settings: Settings) -> Iterator[list[Cell]]:
    """A row a date, those called off as well."""
    programs: Mapping[str, Program] = {program.id: program for program in found.programs}
    for session in sessions:
        program = programs[session.program_id]
        venue = found.places.venue_of(program, session)
        yield [
            found.town.code, found.town.name, program.name, session.held_on.isoformat(),
            WEEKDAYS_JA[session.held_on.weekday()], _clock(session.starts_at), _clock(session.ends_at), _state(session),
            words.REASONS[session.reason][0] if session.reason else "", session.note, words.KINDS[program.kind][0],
            program.audience, found.places.name(program, session), venue.address if venue else "",
            _links(program, settings)[1],
        ]  # fmt: skip


def _described(found: Published, program: Program) -> list[Cell]:
    organiser, venue = found.organisers.get(program.organiser_id or ""), found.places.venue_of(program)
    return [
        found.town.code, found.town.name, program.name, program.name_kana, program.name_en, program.audience,
        program.content, program.purpose, words.KINDS[program.kind][0], organiser.name if organiser else "",
        organiser.phone if organiser else "", venue.name if venue else program.place, venue.address if venue else "",
        venue.latitude if venue else None, venue.longitude if venue else None,
        found.places.areas.get(program.area or "", ""),
    ]  # fmt: skip


def _weekly(program: Program, series: Series | None) -> list[Cell]:
    if series is None:
        return ["", "", "", "", "", program.ended_on.isoformat() if program.ended_on else ""]
    last = min((day for day in (series.last_day, program.ended_on) if day), default=None)
    return [
        WEEKDAYS_JA[series.weekday],
        f"{series.starts:%H:%M}" if series.starts else "",
        f"{series.ends:%H:%M}" if series.ends else "",
        words.HOLIDAY_RULES[series.on_holidays][0],
        series.first_day.isoformat() if series.first_day else "",
        last.isoformat() if last else "",
    ]


def _links(program: Program, settings: Settings) -> list[Cell]:
    base = f"{settings.public_url.rstrip('/')}/programs"
    return [program.irregular, f"{base}/{program.id}", f"{base}/feeds/{program.id}.ics"]


def _clock(at: datetime | None) -> str:
    return f"{at.astimezone(TOKYO):%H:%M}" if at else ""


def _state(session: Session) -> str:
    if session.status is SessionStatus.CANCELLED:
        return OFF
    return ON if session.starts_at else OPEN
