"""開始日 and 終了日 of a list: seasons, and what the list says has ended; what it does not name never ends."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlmodel import col, select

from services.programs.actions import importing
from services.programs.actions.importing import Cells, Plan
from services.programs.models import Program, Series, Session
from services.programs.rules import CancelReason, SessionStatus
from services.programs.rules.importing import Column, Mistake, Wrong, plain, read_lines
from services.programs.rules.importing.times import Unreadable, day_in
from services.programs.words import end_words, time_words
from shared.db import Database
from tests.flows.stage import Stage
from tests.services.people import signed_in
from tests.services.programs.stage import TUESDAY
from tests.services.programs.test_importing import KEEPER, hand_in, text_of

HEADER = ["名前", "曜日", "はじまり", "おわり", "祝日", "開始日", "終了日", "対象", "内容", "目的"]
CAFE, GATHERING = "カフェ･ド･ポム", "独居高齢者の集い"
NEW = ["川あそび", "土", "9:00", "11:00", "", "2026-12-05", "2026-12-12", "だれでも", "川", "あそぶ"]


@pytest.mark.parametrize(
    "text",
    ["2026-12-25", "2026/12/25", "2026.12.25", "2026年12月25日", "令和8年12月25日", "Ｒ８．１２．２５", "r8/12/25"],
)
def test_days_as_town_halls_write_them(text: str) -> None:
    assert day_in(text) == date(2026, 12, 25)


def test_the_first_year_and_nothing() -> None:
    assert (day_in("令和元年5月1日"), day_in(""), day_in(" - ")) == (date(2019, 5, 1), None, None)


@pytest.mark.parametrize(
    "text", ["12月25日", "2026-02-30", "26-12-25", "1926-12-25", "46016", "らいねん", "2026-12-25x"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        day_in(text)


@pytest.mark.parametrize(
    ("rows", "mistakes"),
    [
        ([[CAFE, "火", "", "", "", "春"]], [Mistake(2, Column.FIRST_DAY, Wrong.DAY)]),
        ([[CAFE, "火", "", "", "", "", "12月"]], [Mistake(2, Column.LAST_DAY, Wrong.DAY)]),
        ([[CAFE, "火", "", "", "", "2026-12-02", "2026-12-01"]], [Mistake(2, Column.LAST_DAY, Wrong.DAYS_ORDER)]),
        ([[CAFE, "", "", "", "", "2026-12-02"]], [Mistake(2, Column.WEEKDAY, Wrong.WEEKDAY_MISSING)]),
        (
            [[CAFE, "", "", "", "", "", "2026-12-01"], [CAFE, "", "", "", "", "", "2026-12-02"]],
            [Mistake(3, Column.LAST_DAY, Wrong.DIFFERS)],
        ),
    ],
)
def test_a_season_that_is_none_is_refused_by_row_and_column(rows: list[list[str]], mistakes: list[Mistake]) -> None:
    assert read_lines([HEADER, *rows]).mistakes == mistakes


def test_summer_and_winter_are_two_times() -> None:
    summer = [CAFE, "火", "9:00", "10:00", "", "2027-07-01", "2027-08-31"]
    winter = [CAFE, "火", "9:00", "10:00", "", "2027-12-01", "2028-02-28"]
    read = read_lines([HEADER, summer, winter])
    assert (read.mistakes, len(read.lines[plain(CAFE)].times)) == ([], 2)


async def seen(db: Database, *rows: Sequence[str]) -> Plan:
    async with db.reading() as tx:
        return await importing.preview_list(tx, Cells([HEADER, *rows]), KEEPER, now=TUESDAY)


async def take(db: Database, *rows: Sequence[str]) -> Plan:
    """Take a list over, and see that the same again changes nothing."""
    plan = await seen(db, *rows)
    assert plan.mistakes == []
    async with db.transaction() as tx:
        _, is_done = await importing.take_over(tx, Cells([HEADER, *rows]), plan.seen, KEEPER, now=TUESDAY, weeks=4)
    assert is_done
    assert {each.fate for each in (await seen(db, *rows)).programs} == {"unchanged"}
    return plan


async def days_of(db: Database, name: str) -> list[tuple[date, bool]]:
    """The days of a program, and whether it is on."""
    async with db.reading() as tx:
        query = select(Session).join(Program).where(Program.name == name).order_by(col(Session.held_on))
        rows = (await tx.exec(query)).all()
    assert {row.reason for row in rows} <= {None, CancelReason.CHANGED}
    return [(row.held_on, row.status is SessionStatus.PLANNED) for row in rows]


async def series_of(db: Database, name: str) -> list[Series]:
    async with db.reading() as tx:
        return list((await tx.exec(select(Series).join(Program).where(Program.name == name))).all())


async def test_a_season_begins_and_ends(db: Database) -> None:
    await take(db, NEW)
    assert await days_of(db, "川あそび") == [(date(2026, 12, 5), True), (date(2026, 12, 12), True)]


async def test_a_last_day_ends_that_time_and_a_later_one_brings_it_back(db: Database) -> None:
    before, others = await series_of(db, CAFE), await days_of(db, GATHERING)
    hours = [f"{before[0].starts:%H:%M}", f"{before[0].ends:%H:%M}"]
    day = "月火水木金土日"[before[0].weekday]
    plan = await take(db, [CAFE, day, *hours, "", "", "2026-12-05"])
    step = plan.programs[0].changes[0]
    assert time_words(step, "ja").endswith("令和8年12月5日まで")
    assert [is_on for on, is_on in await days_of(db, CAFE)] == [True, True, False, False, False]
    await take(db, [CAFE, day, *hours, "", "", "2026-12-12"])
    assert [is_on for on, is_on in await days_of(db, CAFE)] == [True, True, True, False, False]
    assert [row.id for row in await series_of(db, CAFE)] == [row.id for row in before]
    assert await days_of(db, GATHERING) == others  # the list does not name it


async def test_what_ended_in_the_past_ends_at_once(db: Database) -> None:
    row = (await series_of(db, CAFE))[0]
    cells = ["月火水木金土日"[row.weekday], f"{row.starts:%H:%M}", f"{row.ends:%H:%M}"]
    await take(db, [CAFE, *cells, "", "", "2026-11-01"])
    assert [is_on for _, is_on in await days_of(db, CAFE)] == [False] * 5


async def test_a_last_day_without_a_weekday_ends_the_whole_program(db: Database) -> None:
    plan = await take(db, [GATHERING, "", "", "", "", "", "2026-12-03"])
    assert [(each.column, each.after) for each in plan.programs[0].differences] == [(Column.LAST_DAY, "2026-12-03")]
    assert all(is_on == (on <= date(2026, 12, 3)) for on, is_on in await days_of(db, GATHERING))
    async with db.reading() as tx:
        program = (await tx.exec(select(Program).where(Program.name == GATHERING))).one()
    assert program.ended_on == date(2026, 12, 3)


async def test_what_is_over_and_unknown_is_not_begun(db: Database) -> None:
    await take(db, ["むかしの会", "", "", "", "", "", "2020-03-31"])
    assert await days_of(db, "むかしの会") == []


async def test_the_preview_says_in_words_what_ends(town: Stage) -> None:
    keeper = await signed_in(town, "coordinator")
    shown = await hand_in(keeper, text_of(HEADER, [GATHERING, *[""] * 5, "2026-12-03"]))
    assert (shown.status_code, end_words(date(2026, 12, 3), "ja") in shown.text) == (200, True)
    wrong = await hand_in(keeper, text_of(HEADER, [GATHERING, *[""] * 5, "12月3日"]))
    assert (wrong.status_code, "2行目「終了日」：日付として読めません" in wrong.text) == (422, True)


@pytest.mark.parametrize(
    "seasons", [("", "", "2027-01-01", "2027-03-31"), ("2026-12-05", "2027-02-28", "2027-01-01", "")]
)
async def test_the_same_time_twice_in_one_season_is_named_by_its_row(db: Database, seasons: tuple[str, ...]) -> None:
    rows = [["川あそび", "土", "9:00", "11:00", "", *seasons[at : at + 2], "だれでも", "川", "あそぶ"] for at in (0, 2)]
    plan = await seen(db, *rows)
    assert [(mistake.row, mistake.wrong) for mistake in plan.mistakes] == [(3, Wrong.TWICE)]


async def test_a_time_that_stands_for_a_season_is_not_begun_beside_itself(db: Database) -> None:
    season = ["川あそび", "土", "9:00", "11:00", "", "2026-12-05", "2027-03-31", "だれでも", "川", "あそぶ"]
    plan = await seen(db, season)
    async with db.transaction() as tx:
        await importing.take_over(tx, Cells([HEADER, season]), plan.seen, KEEPER, now=TUESDAY, weeks=4)
    endless = await seen(db, [*season[:5], "2027-03-06", "", *season[7:]])
    assert [(mistake.row, mistake.wrong) for mistake in endless.mistakes] == [(2, Wrong.TWICE)]
