"""一覧の取り込み in words: what each column holds, what is wrong with a cell, what becomes of a weekly time."""

from datetime import date
from typing import Protocol

from services.programs.rules import HolidayRule
from services.programs.rules.importing import Column, Mistake, Weekly, Wrong
from services.programs.words.sessions import HOLIDAY_RULES
from shared.ui import dates
from shared.ui.words import Words, said


class TimeSaid(Protocol):
    """A weekly time as the list has it, filled up by what stood."""

    @property
    def to(self) -> Weekly | None: ...

    @property
    def rule(self) -> HolidayRule: ...

    @property
    def season(self) -> tuple[date | None, date | None]: ...


WRONG: dict[Wrong, Words] = {
    Wrong.COLUMN_MISSING: ("この列がありません", "this column is missing"),
    Wrong.COLUMN_TWICE: ("この列が2つあります", "this column stands there twice"),
    Wrong.MISSING: ("書いてください", "is empty"),
    Wrong.FORMULA: ("数式は読めません。値だけにしてください", "formulas are not read; put the value there"),
    Wrong.CONTROL_CHARACTER: ("使えない文字が入っています", "a character there can't be used"),
    Wrong.TOO_LONG: ("もう少し短くしてください", "is too long"),
    Wrong.WEEKDAY: ("曜日として読めません（例：水・金）", "is no weekday (水・金)"),
    Wrong.WEEKDAY_MISSING: ("時間はありますが、曜日がありません", "has hours and no weekday"),
    Wrong.HOURS: ("時間として読めません（例：9:00、9時、9:00～12:00）", "is no time (9:00, 9:00～12:00)"),
    Wrong.HOURS_HALF: ("はじまりとおわりの両方を書いてください", "give both, from when and until when"),
    Wrong.HOURS_ORDER: ("おわりを、はじまりより後にしてください", "it ends before it begins"),
    Wrong.DAY: ("日付として読めません（例：2026-12-25、令和8年12月25日）", "is no date (2026-12-25)"),
    Wrong.TWICE: ("同じ曜日・時間が、期間の重なるところで2回出てきます", "the same weekly time twice in one season"),
    Wrong.DAYS_ORDER: ("終了日を、開始日より後にしてください", "it ends before it begins"),
    Wrong.KIND: ("知らない種類です（例：集まり、お茶、体を動かす）", "is not a kind we know"),
    Wrong.HOLIDAYS: ("「休み」「あり」「ずらす」のどれかにしてください", "write 休み, あり or ずらす"),
    Wrong.PHONE: ("電話番号として読めません（例：088-000-0001）", "is no telephone number"),
    Wrong.AREA: ("この町にない地域です", "is not an area of this town"),
    Wrong.DIFFERS: ("ほかの行と書いてあることがちがいます", "says something else than another row"),
    Wrong.TWO_PROGRAMS: ("同じ名前のプログラムが2つあります。ここでは直せません", "two programs have this name"),
    Wrong.NO_ROWS: ("プログラムが1つもありません", "there is no program"),
}
COLUMN_HINTS: dict[Column, Words] = {
    Column.NAME: ("必ず。同じ名前の行は、1つのプログラムになります", "needed; rows of one name are one program"),
    Column.KANA: ("ひらがな。空けておいてもよい", "how it is read; may be empty"),
    Column.AUDIENCE: ("だれのためか。新しいものには必ず", "who it is for; needed for what is new"),
    Column.CONTENT: ("何をするか。新しいものには必ず", "what people do; needed for what is new"),
    Column.PURPOSE: ("何のためか。新しいものには必ず", "what for; needed for what is new"),
    Column.ORGANISER: ("団体の名前。なければ新しく登録します", "who runs it; made when it is new"),
    Column.VENUE: ("会場の名前。なければ新しく登録します", "where; made when it is new"),
    Column.AREA: ("町の小地域の名前", "an area of the town"),
    Column.ENDS: ("「はじまり」に 9:00～12:00 と書いたら、空けておく", "empty where it stands with the beginning"),
    Column.ENGLISH: ("空けておいてもよい", "may be empty"),
    Column.KIND: ("集まり、居場所、お茶、食べる、体を動かす、学ぶ、趣味、働く、子ども など", "a kind, as on the board"),
    Column.PHONE: ("主催の電話", "the organiser's"),
    Column.ADDRESS: ("会場の住所", "the venue's"),
    Column.WEEKDAY: ("水・金 のように", "such as 水・金"),
    Column.STARTS: ("9:00、9時、9:00～12:00。決まっていなければ空けておく", "9:00, 9:00～12:00, or empty"),
    Column.HOLIDAYS: ("休み、あり、ずらす。空けておくと休み", "休み, あり or ずらす"),
    Column.FIRST_DAY: ("季節のあるもの。2026-07-01 のように", "of a season, such as 2026-07-01"),
    Column.LAST_DAY: (
        "その曜日の時間は、この日まで。曜日のない行に書くと、プログラム全部がこの日で終わります。書いていないものは終わりません",
        "until when that time goes on; in a row without a weekday, the last day of all of it. Nothing else ends",
    ),
    Column.REMARK: ("毎週の時間のほかにあること", "what happens beside the weekly times"),
}


def mistake_words(mistake: Mistake, lang: dates.Lang) -> str:
    """3行目「曜日」：曜日として読めません."""
    ja, en = WRONG[mistake.wrong]
    return (
        f"{mistake.row}行目「{mistake.column}」：{ja}" if lang == "ja" else f"Row {mistake.row}, {mistake.column}: {en}"
    )


def time_words(step: TimeSaid, lang: dates.Lang) -> str:
    """火曜 8:45–12:00（祝日：お休みにする）、令和8年12月25日まで."""
    assert step.to
    weekly, season = step.to, _season(*step.season, lang)
    hours = dates.hours(weekly.start, weekly.end, lang)
    if lang == "ja":
        words = f"{dates.WEEKDAYS_JA[weekly.weekday]}曜 {hours}（祝日：{HOLIDAY_RULES[step.rule][0]}）"
        return "、".join([words, *season])
    return ", ".join(
        [f"{dates.WEEKDAYS_EN[weekly.weekday]} {hours} (holidays: {HOLIDAY_RULES[step.rule][1]})", *season]
    )


def end_words(day: date, lang: dates.Lang) -> str:
    """What an end does, before it is done."""
    on = dates.era_date(day, lang)
    words = (
        f"{on}で終わります。それより後の開催は、中止になります。",
        f"Ends on {on}; what lies behind is called off.",
    )
    return said(words, lang)


def _season(first: date | None, last: date | None, lang: dates.Lang) -> list[str]:
    parts = []
    if first:
        parts.append(f"{dates.era_date(first, lang)}から" if lang == "ja" else f"from {dates.era_date(first, lang)}")
    if last:
        parts.append(f"{dates.era_date(last, lang)}まで" if lang == "ja" else f"until {dates.era_date(last, lang)}")
    return parts
