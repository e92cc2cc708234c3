"""The columns of a list, under the names that town halls give them."""

import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from services.programs.rules.importing.mistakes import Mistake, Wrong


class Column(StrEnum):
    """What the import reads; the values are the headers of its template."""

    NAME = "名前"
    KANA = "よみがな"
    ENGLISH = "英語名"
    AUDIENCE = "対象"
    CONTENT = "内容"
    PURPOSE = "目的"
    KIND = "種類"
    ORGANISER = "主催"
    PHONE = "電話"
    VENUE = "会場"
    ADDRESS = "住所"
    AREA = "地域"
    WEEKDAY = "曜日"
    STARTS = "はじまり"
    ENDS = "おわり"
    HOLIDAYS = "祝日"
    FIRST_DAY = "開始日"
    LAST_DAY = "終了日"
    REMARK = "備考"


REQUIRED = (Column.NAME, Column.AUDIENCE, Column.CONTENT, Column.PURPOSE)  # of a program that is new
EXAMPLE = "（例）"  # a row whose name begins so is the template's, and skipped
# What our own table for everybody says beside: known, and not to be taken over.
NOT_READ = frozenset({"市町村コード", "市町村", "緯度", "経度", "ページ", "カレンダー"})
_ALSO = {
    Column.NAME: ("名称", "プログラム", "プログラム名", "事業名", "活動名", "行事名"),
    Column.KANA: ("ふりがな", "フリガナ", "ヨミガナ", "読み", "よみ", "かな"),
    Column.ENGLISH: ("英語", "英名"),
    Column.AUDIENCE: ("対象者", "参加できる人", "だれのため"),
    Column.CONTENT: ("活動内容", "すること"),
    Column.PURPOSE: ("ねらい", "めざすこと"),
    Column.KIND: ("分類", "区分"),
    Column.ORGANISER: ("主催者", "団体", "団体名", "実施主体", "運営"),
    Column.PHONE: ("電話番号", "TEL", "連絡先", "問い合わせ先"),
    Column.VENUE: ("場所", "会場名", "開催場所", "ところ"),
    Column.ADDRESS: ("所在地", "会場住所"),
    Column.AREA: ("小地域", "地区"),
    Column.WEEKDAY: ("開催曜日", "曜"),
    Column.STARTS: ("始まり", "開始", "開始時間", "開始時刻", "時間", "開催時間"),
    Column.ENDS: ("終わり", "終了", "終了時間", "終了時刻"),
    Column.HOLIDAYS: ("祝日の扱い", "祝日は"),
    Column.FIRST_DAY: ("はじめの日", "開始年月日", "期間開始", "start", "start date"),
    Column.LAST_DAY: ("終わりの日", "終了年月日", "期間終了", "end", "end date"),
    Column.REMARK: ("摘要", "その他", "不定期"),
}


def _plain(header: str) -> str:
    return "".join(unicodedata.normalize("NFKC", header).split()).upper()


_KNOWN = {_plain(name): column for column in Column for name in (column.value, *_ALSO[column])}


class Header(NamedTuple):
    """Where each column stands, and the names of those nobody knows."""

    places: dict[Column, int]
    unknown: list[str]


def header_of(row: int, cells: Sequence[str]) -> tuple[Header, list[Mistake]]:
    """The header's columns; a required one that is missing, or one that stands there twice, is a mistake."""
    places: dict[Column, int] = {}
    unknown, mistakes = [], []
    for place, cell in enumerate(cells):
        column = _KNOWN.get(_plain(cell))
        if column is None:
            unknown += [cell] if cell and cell not in NOT_READ else []
        elif column in places:
            mistakes.append(Mistake(row, column, Wrong.COLUMN_TWICE))
        else:
            places[column] = place
    if Column.NAME not in places:
        mistakes.append(Mistake(row, Column.NAME, Wrong.COLUMN_MISSING))
    return Header(places, unknown), mistakes
