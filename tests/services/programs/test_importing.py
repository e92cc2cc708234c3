"""一覧の取り込み: a list is shown as what it would change, taken over whole or not at all, and once."""

import re
from datetime import date, time
from html import unescape
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import Workbook

from services.programs import actions
from services.programs.actions import importing
from services.programs.actions.importing import Cells
from services.programs.models import Program
from shared.auth import Grant, Role, Who
from shared.db import Database
from tests.flows.stage import Stage
from tests.services.people import Person, anybody, signed_in
from tests.services.programs.stage import TUESDAY

KEEPER = Who(
    account_id="3", login="keeper", name="生活支援Co", csrf_token="",
    grants=(Grant(role=Role.COORDINATOR, municipality="39204"),),
)  # fmt: skip
IMPORT = "/programs/manage/town/import"
HEADER = ["名前", "対象", "内容", "目的", "種類", "主催", "電話", "会場", "住所", "曜日", "はじまり", "おわり", "祝日"]
ORIGAMI = [
    "折り紙の会", "だれでも", "折り紙", "手を動かして話す", "趣味", "折り紙の会", "088-000-0009", "北公民館", "北町1-1",
    "月・木", "13時～15時", "", "ずらす",
]  # fmt: skip
CAFE = ["カフェ･ド･ポム", *[""] * 8, "火", "９：００", "１２：００", ""]


def text_of(*rows: list[str]) -> str:
    return "\r\n".join(",".join(row) for row in rows)


def workbook(*rows: list[Any]) -> bytes:
    book, octets = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(octets)
    return octets.getvalue()


async def hand_in(person: Person, octets: bytes | str, name: str = "list.csv") -> httpx.Response:
    content = octets.encode() if isinstance(octets, str) else octets
    return await person.post(IMPORT, files={"list": (name, content)})


def carried(page: httpx.Response) -> dict[str, str]:
    """The fields of the one button."""
    found = re.findall(r'<input type="hidden" name="(cells|seen)" value="([^"]*)">', page.text)
    return {name: unescape(value) for name, value in found}


async def take(person: Person, page: httpx.Response) -> httpx.Response:
    return await person.post(f"{IMPORT}/done", data=carried(page))


async def names(town: Stage) -> list[str]:
    async with anybody(town) as client:
        return [each["name"] for each in (await client.get("/programs/api/programs?town=39204")).json()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
async def test_a_list_is_shown_then_taken_over_then_changes_nothing(town: Stage, encoding: str) -> None:
    keeper = await signed_in(town, "coordinator")
    octets = text_of(HEADER, ORIGAMI, CAFE).encode(encoding)
    shown = await hand_in(keeper, octets)
    assert shown.status_code == 200
    for words in (
        "新しく登録するもの",
        "月曜 13:00–15:00（祝日：次の平日などにずらす）",
        "毎週 火曜 8:45–12:00 → 火曜 9:00–12:00",
    ):
        assert words in shown.text
    assert "折り紙の会" not in await names(town)
    done = await take(keeper, shown)
    assert (done.status_code, done.headers["location"]) == (303, f"{IMPORT}?done=taken")
    assert "折り紙の会" in await names(town)
    again = await hand_in(keeper, octets)
    assert ("変わるものはありません" in again.text, carried(again)) == (True, {})


async def test_what_was_taken_over_is_on_the_board_with_its_venue_and_number(town: Stage) -> None:
    keeper = await signed_in(town, "coordinator")
    await take(keeper, await hand_in(keeper, text_of(HEADER, ORIGAMI, CAFE)))
    async with anybody(town) as client:
        week = (await client.get("/programs/api/week?town=39204")).json()
        table = (await client.get("/programs/open-data/programs.csv?town=39204")).text
    origami = [each for day in week for each in day["sessions"] if each["name"] == "折り紙の会"]
    assert [(each["held_on"], each["place"]) for each in origami] == [
        ("2026-11-24", "北公民館"),  # Monday is a holiday, and moved
        ("2026-11-26", "北公民館"),
    ]
    assert "088-000-0009,北公民館,北町1-1" in table
    cafe = [each for day in week for each in day["sessions"] if each["program_id"] == "cafe-de-pomme"]
    assert cafe[0]["starts_at"] == "2026-11-24T00:00:00Z"


async def test_a_workbook_is_read_with_its_real_times(town: Stage) -> None:
    keeper = await signed_in(town, "coordinator")
    shown = await hand_in(keeper, workbook(HEADER, [*ORIGAMI[:10], time(13), time(15), "休み"]), "list.xlsx")
    assert "月曜 13:00–15:00（祝日：お休みにする）" in shown.text
    assert (await take(keeper, shown)).status_code == 303


async def test_our_own_table_for_everybody_changes_nothing(town: Stage) -> None:
    keeper = await signed_in(town, "coordinator")
    async with anybody(town) as client:
        table = (await client.get("/programs/open-data/programs.csv?town=39204")).content
    shown = await hand_in(keeper, table)
    assert ("変わるものはありません" in shown.text, "読まない列" in shown.text) == (True, False)


async def test_the_template_comes_back_as_an_empty_list(town: Stage) -> None:
    keeper = await signed_in(town, "coordinator")
    template = await keeper.get(f"{IMPORT}/template.csv?encoding=cp932")
    assert template.content.decode("cp932").startswith("名前,よみがな,英語名,対象")
    assert "プログラムが1つもありません" in (await hand_in(keeper, template.content)).text


async def test_one_wrong_row_and_nothing_is_written(town: Stage) -> None:
    keeper, before = await signed_in(town, "coordinator"), await names(town)
    bad = [*CAFE[:9], "祝", "9:00", "10:00", ""]
    shown = await hand_in(keeper, text_of([*HEADER, "予算"], ORIGAMI, [], bad, ["別の会", "=1+1"]))
    assert shown.status_code == 422
    for words in ("4行目「曜日」：曜日として読めません", "5行目「対象」：数式は読めません", "読まない列：予算"):
        assert words in shown.text
    assert (carried(shown), await names(town)) == ({}, before)


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("種類", "まつり", "2行目「種類」：知らない種類です"),
        ("電話", "でんわ", "2行目「電話」：電話番号として読めません"),
        ("対象", "", "2行目「対象」：書いてください"),
        ("主催", "", "2行目「主催」：書いてください"),
        ("名前", "会" * 81, "2行目「名前」：もう少し短くしてください"),
    ],
)
async def test_what_forms_would_refuse_is_refused_here(town: Stage, column: str, cell: str, sentence: str) -> None:
    keeper = await signed_in(town, "coordinator")
    row = [cell if name == column else text for name, text in zip(HEADER, ORIGAMI, strict=True)]
    shown = await hand_in(keeper, text_of(HEADER, row))
    assert (shown.status_code, sentence in shown.text) == (422, True)


async def test_a_formula_of_a_workbook_is_refused(town: Stage) -> None:
    keeper = await signed_in(town, "coordinator")
    shown = await hand_in(keeper, workbook(HEADER, [ORIGAMI[0], "=A1", *ORIGAMI[2:]]), "list.xlsx")
    assert "2行目「対象」：数式は読めません" in shown.text


async def test_what_changed_between_look_and_button_is_shown_anew(town: Stage) -> None:
    keeper = await signed_in(town, "coordinator")
    first, second = await hand_in(keeper, text_of(HEADER, ORIGAMI)), await hand_in(keeper, text_of(HEADER, ORIGAMI))
    assert (await take(keeper, first)).status_code == 303
    late = await take(keeper, second)
    assert (late.status_code, "町の登録が変わりました" in late.text) == (422, True)
    assert (await names(town)).count("折り紙の会") == 1


@pytest.mark.parametrize("cells", ["", "no json", "[[1]]", '{"a": 1}', '[["名前"],["会"]]'])
async def test_cells_that_no_preview_sent_are_refused(town: Stage, cells: str) -> None:
    keeper = await signed_in(town, "coordinator")
    answer = await keeper.post(f"{IMPORT}/done", data={"cells": cells, "seen": "0" * 64})
    assert answer.status_code == 422
    assert len(await names(town)) == 4


async def test_only_who_keeps_the_town_may_hand_in_a_list(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    assert (await hand_in(organiser, text_of(HEADER, ORIGAMI))).status_code == 403
    elsewhere = await signed_in(town, "admin")
    await take(elsewhere, await hand_in(elsewhere, text_of(HEADER, ORIGAMI)))
    assert "折り紙の会" not in await names(town)


async def test_a_list_is_one_transaction_on_both_databases(db: Database) -> None:
    cells = Cells([HEADER, ORIGAMI, CAFE])
    async with db.reading() as tx:
        plan = await importing.preview_list(tx, cells, KEEPER, now=TUESDAY)
    for is_done in (True, False):  # the same button again does nothing
        async with db.transaction() as tx:
            assert (await importing.take_over(tx, cells, plan.seen, KEEPER, now=TUESDAY, weeks=4))[1] is is_done
    async with db.reading() as tx:
        assert (await importing.preview_list(tx, cells, KEEPER, now=TUESDAY)).of("unchanged")[1].line.name == CAFE[0]
        (origami,) = [row for row in await actions.programs_of(tx, "39204") if row.name == "折り紙の会"]
        sessions = await actions.sessions_between(tx, [origami.id], date(2026, 11, 24), date(2026, 12, 22))
    assert isinstance(origami, Program)
    assert len(sessions) == 8


async def test_programs_of_one_new_organiser_and_venue_share_them(town: Stage) -> None:
    keeper = await signed_in(town, "coordinator")
    second = ["編み物の会", *ORIGAMI[1:9], "日", "9:00", "10:00", ""]
    await take(keeper, await hand_in(keeper, text_of(HEADER, ORIGAMI, second)))
    assert (await keeper.get("/programs/manage/town/venues")).text.count("北公民館") == 1
    organisers = (await keeper.get("/programs/manage/town/organisers")).text
    assert organisers.count("088-000-0009") == 1
    again = await hand_in(keeper, text_of(HEADER, ORIGAMI, [*second[:8], "南町2-2", *second[9:]]))
    assert "3行目「住所」：ほかの行と書いてあることがちがいます" in again.text


async def test_what_the_list_does_not_name_stays_and_is_said(town: Stage) -> None:
    keeper = await signed_in(town, "coordinator")
    row = ["独居高齢者の集い", *[""] * 8, "水", "14:00", "17:00", ""]
    shown = await hand_in(keeper, text_of(HEADER, row))
    assert "毎週 水曜 14:00–18:00 → 水曜 14:00–17:00" in shown.text
    assert "そのまま残ります：毎週 金曜 14:00–18:00" in shown.text
    await take(keeper, shown)
    again = await hand_in(keeper, text_of(HEADER, row))
    assert ("変わるものはありません" in again.text, len(await names(town))) == (True, 4)


async def test_a_name_spelled_otherwise_is_the_same_program(db: Database) -> None:
    rows = [["名前", "曜日", "はじまり", "おわり"], ["カフェ・ド ポム", "火", "9:00", "12:00"]]
    rows.append(["ｶﾌｪ･ﾄﾞ･ﾎﾟﾑ", "木", "9:00", "12:00"])
    async with db.transaction() as tx:
        plan = await importing.preview_list(tx, Cells(rows[:2]), KEEPER, now=TUESDAY)
    [planned] = plan.programs
    assert planned.program is None, "a dot more or less is another name"
    rows[1][0] = "カフェ・ド・ポム"
    async with db.transaction() as tx:
        plan = await importing.preview_list(tx, Cells(rows), KEEPER, now=TUESDAY)
        [planned] = plan.programs
        assert (planned.program.id if planned.program else None, plan.mistakes) == ("cafe-de-pomme", [])
        await importing.take_over(tx, Cells(rows), plan.seen, KEEPER, now=TUESDAY, weeks=4)
        assert [row.name for row in await actions.programs_of(tx, "39204")].count("カフェ･ド･ポム") == 1
