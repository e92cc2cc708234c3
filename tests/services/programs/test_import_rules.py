"""A list of programs as town halls write it: what is understood, and what is refused by row and column."""

from datetime import time

import pytest

from services.programs.rules import HolidayRule
from services.programs.rules.importing import Column, Mistake, Weekly, Wrong, hours_in, read_lines, weekdays_in
from services.programs.rules.importing.times import Unreadable, holiday_rule_in

HEADER = ["名前", "対象", "内容", "目的", "曜日", "はじまり", "おわり", "祝日"]
CAFE = ["ふれあいカフェ", "だれでも", "お茶", "話す", "水・金", "9:00", "12時", ""]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("水・金", [2, 4]), ("水､金", [2, 4]), ("毎週水曜日", [2]), ("水曜、金曜", [2, 4]), ("水曜日と金曜日", [2, 4]),
        ("月〜金", [0, 1, 2, 3, 4]), ("月～水", [0, 1, 2]), ("金から日", [4, 5, 6]), ("土・日", [5, 6]),
        ("土日", [5, 6]),
        ("平日", [0, 1, 2, 3, 4]), ("水金", [2, 4]), ("", []), ("毎日", [0, 1, 2, 3, 4, 5, 6]), ("日～火", [6, 0, 1]),
    ],
)  # fmt: skip
def test_weekdays(text: str, days: list[int]) -> None:
    assert weekdays_in(text) == days


@pytest.mark.parametrize("text", ["祝日", "第2水曜", "Wed", "水・祝", "12/1"])
def test_no_weekday_of_every_week(text: str) -> None:
    with pytest.raises(Unreadable):
        weekdays_in(text)


@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [
        ("9:00", "12:00", (time(9), time(12))), ("９：００", "１２：３０", (time(9), time(12, 30))),
        ("9時", "12時半", (time(9), time(12, 30))), ("09:00～12:00", "", (time(9), time(12))),
        ("9時から12時まで", "", (time(9), time(12))), ("午後1時", "午後3時15分", (time(13), time(15, 15))),
        ("午前9時30分〜正午", "", None), ("9:00-12:00", "12:00", (time(9), time(12))),
        ("9:00:00", "12:00:00", (time(9), time(12))),
        ("", "", (None, None)), ("未定", "", (None, None)), ("9:00", "", (time(9), None)), ("25:00", "", None),
        ("9:60", "", None), ("朝", "", None), ("9:00～12:00", "13:00", None), ("午後13時", "", None),
        ("午前12時", "", (time(0), None)),
    ],
)  # fmt: skip
def test_hours(starts: str, ends: str, hours: tuple[time | None, time | None] | None) -> None:
    if hours is None:
        with pytest.raises(Unreadable):
            hours_in(starts, ends)
    else:
        assert hours_in(starts, ends) == hours


def test_what_happens_on_holidays() -> None:
    said = {"": None, "休み": HolidayRule.SKIP, "あり": HolidayRule.KEEP, "ずらす": HolidayRule.MOVE}
    assert {text: holiday_rule_in(text) for text in said} == said


def test_a_row_is_a_program_with_a_time_a_day() -> None:
    read = read_lines([HEADER, CAFE])
    assert (read.mistakes, list(read.lines)) == ([], ["ふれあいカフェ"])
    assert read.lines["ふれあいカフェ"].times == [Weekly(2, time(9), time(12)), Weekly(4, time(9), time(12))]


def test_rows_of_one_name_are_one_program() -> None:
    read = read_lines([HEADER, CAFE, [], ["ふれあいカフェ", "", "", "", "日", "13:00", "15:00", "休み"]])
    assert (len(read.lines), len(read.lines["ふれあいカフェ"].times), read.mistakes) == (1, 3, [])
    assert read.lines["ふれあいカフェ"].said[Column.AUDIENCE] == "だれでも"


def test_the_templates_own_row_and_empty_rows_are_skipped() -> None:
    assert list(read_lines([[""], HEADER, ["（例）カフェ", "=1"], ["", ""], CAFE]).lines) == ["ふれあいカフェ"]


def test_headers_have_many_names_and_unknown_ones_are_named() -> None:
    read = read_lines(
        [["プログラム名", "対象者", "予算", "市町村", "Ｔｅｌ"], ["会", "だれでも", "3", "南国市", "088-000-0001"]]
    )
    assert (read.unknown, read.lines["会"].said[Column.PHONE]) == (["予算"], "088-000-0001")


WRONG: list[tuple[int, str, Wrong]] = [
    (0, "", Wrong.MISSING),
    (1, "=HYPERLINK(1)", Wrong.FORMULA),
    (1, "@SUM(1)", Wrong.FORMULA),
    (1, "+1+cmd|' /C calc'!A0", Wrong.FORMULA),
    (2, "お\x00茶", Wrong.CONTROL_CHARACTER),
    (2, "お\u202e茶", Wrong.CONTROL_CHARACTER),
    (2, "茶" * 201, Wrong.TOO_LONG),
    (4, "祝", Wrong.WEEKDAY),
    (4, "", Wrong.WEEKDAY_MISSING),
    (5, "25:00", Wrong.HOURS),
    (6, "", Wrong.HOURS_HALF),
    (6, "8:00", Wrong.HOURS_ORDER),
    (7, "ときどき", Wrong.HOLIDAYS),
]


@pytest.mark.parametrize(("place", "cell", "wrong"), WRONG)
def test_what_is_wrong_is_named_by_row_and_column(place: int, cell: str, wrong: Wrong) -> None:
    row = [*CAFE[:place], cell, *CAFE[place + 1 :]]
    assert read_lines([HEADER, CAFE, row]).mistakes[0] == Mistake(3, HEADER[place], wrong)


def test_a_formula_of_a_workbook_is_refused_whatever_it_says() -> None:
    assert read_lines([HEADER, CAFE], {(1, 3)}).mistakes == [Mistake(2, "目的", Wrong.FORMULA)]


def test_rows_of_one_name_that_differ_are_refused() -> None:
    other = [*CAFE[:1], "子ども", *CAFE[2:4], "日", "9:00", "10:00", ""]
    assert read_lines([HEADER, CAFE, other]).mistakes == [Mistake(3, "対象", Wrong.DIFFERS)]


@pytest.mark.parametrize("rows", [[], [HEADER], [[""]]])
def test_a_list_without_a_program_is_refused(rows: list[list[str]]) -> None:
    assert [each.wrong for each in read_lines(rows).mistakes] == [Wrong.NO_ROWS]


def test_a_list_without_names_is_refused() -> None:
    assert read_lines([["対象"], ["だれでも"]]).mistakes == [Mistake(1, "名前", Wrong.COLUMN_MISSING)]
    assert read_lines([["名前", "名称"], ["会", "会"]]).mistakes == [Mistake(1, "名前", Wrong.COLUMN_TWICE)]
