"""一覧の取り込み in words: what each column holds, what is wrong with a cell, what becomes of a weekly time."""

from services.programs.rules import HolidayRule
from services.programs.rules.importing import Column, Mistake, Weekly, Wrong
from services.programs.words.sessions import HOLIDAY_RULES
from shared.ui import dates
from shared.ui.words import Words

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
    Wrong.KIND: ("知らない種類です（例：集まり、お茶、体を動かす）", "is not a kind we know"),
    Wrong.HOLIDAYS: ("「休み」「あり」「ずらす」のどれかにしてください", "write 休み, あり or ずらす"),
    Wrong.PHONE: ("電話番号として読めません（例：088-000-0001）", "is no telephone number"),
    Wrong.AREA: ("この町にない地域です", "is not an area of this town"),
    Wrong.DIFFERS: ("ほかの行と書いてあることがちがいます", "says something else than another row"),
    Wrong.TWO_PROGRAMS: ("同じ名前のプログラムが2つあります。ここでは直せません", "two programs have this name"),
    Wrong.NO_ROWS: ("プログラムが1つもありません", "there is no program"),
}
COLUMN_HINTS: dict[Column, Words] = {
    Column.NAME: ("同じ名前の行は、1つのプログラムになります", "rows of one name are one program"),
    Column.KIND: ("集まり、居場所、お茶、食べる、体を動かす、学ぶ、趣味、働く、子ども など", "a kind, as on the board"),
    Column.PHONE: ("主催の電話", "the organiser's"),
    Column.ADDRESS: ("会場の住所", "the venue's"),
    Column.WEEKDAY: ("水・金 のように", "such as 水・金"),
    Column.STARTS: ("9:00、9時、9:00～12:00。決まっていなければ空けておく", "9:00, 9:00～12:00, or empty"),
    Column.HOLIDAYS: ("休み、あり、ずらす。空けておくと休み", "休み, あり or ずらす"),
    Column.REMARK: ("毎週の時間のほかにあること", "what happens beside the weekly times"),
}


def mistake_words(mistake: Mistake, lang: dates.Lang) -> str:
    """3行目「曜日」：曜日として読めません."""
    ja, en = WRONG[mistake.wrong]
    return (
        f"{mistake.row}行目「{mistake.column}」：{ja}" if lang == "ja" else f"Row {mistake.row}, {mistake.column}: {en}"
    )


def time_words(weekly: Weekly, rule: HolidayRule, lang: dates.Lang) -> str:
    """火曜 8:45–12:00（祝日：お休みにする）."""
    hours = dates.hours(weekly.start, weekly.end, lang)
    if lang == "ja":
        return f"{dates.WEEKDAYS_JA[weekly.weekday]}曜 {hours}（祝日：{HOLIDAY_RULES[rule][0]}）"
    return f"{dates.WEEKDAYS_EN[weekly.weekday]} {hours} (holidays: {HOLIDAY_RULES[rule][1]})"
