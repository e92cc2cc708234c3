"""オープンデータ, 新しいことを始めたい and 一覧の取り込み, as residents and a coordinator meet them."""

import pytest
from playwright.async_api import Page

from services.accounts import DEMO_ACCOUNTS
from shared.towns import demo_towns
from tests.browser.looking import OpenPage, barriers, focus_walk, screenshot
from tests.browser.test_staff_pages import KANA
from tests.browser.town import ServedTown

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

IMPORT = "/programs/manage/town/import"
FOR_ALL = ("/programs/open-data?town=39204", "/programs/ideas?town=39204&weekday=2&minutes=90")
LIST = (
    "名前,対象,内容,目的,種類,主催,電話,会場,曜日,はじまり,おわり\r\n"
    "折り紙の会,だれでも,折り紙,手を動かして話す,趣味,折り紙の会,088-000-0009,本町ふれあいセンター,月・木,13:00,15:00\r\n"
    "カフェ･ド･ポム,,,,,,,,火,9:00,12:00\r\n独居高齢者の集い,,,,,,,,水・金,14:00,18:00\r\n"
)


def names() -> list[str]:
    """What is called the same in both languages, the longest first."""
    town = demo_towns()[1]
    found = [each.name for each in town.programs] + [each.name for each in town.organisers]
    found += [text for each in town.venues for text in (each.name, each.address)]
    found += [area.name for area in town.areas] + [account.title for account in DEMO_ACCOUNTS]
    return sorted([*found, "日本語"], key=len, reverse=True)


async def is_well_made(page: Page, name: str) -> None:
    await screenshot(page, name)
    assert await barriers(page) == []


def english_only(text: str) -> list[str]:
    for own_name in names():
        text = text.replace(own_name, "")
    return KANA.findall(text)


@pytest.mark.parametrize("path", FOR_ALL)
async def test_residents_can_read_and_reach_it_in_both_languages(
    nakatosa_seen: ServedTown, open_page: OpenPage, path: str
) -> None:
    name = path.partition("?")[0].rpartition("/")[2]
    page = await open_page(nakatosa_seen.url + path, 390)
    await is_well_made(page, f"{name}-390")
    stops = await focus_walk(page)
    assert [stop["html"] for stop in stops if not (stop["outlined"] and stop["reachable"])] == []
    await is_well_made(await open_page(nakatosa_seen.url + path, 1280), f"{name}-1280")
    page = await open_page(nakatosa_seen.url + path, 390, cookies={"yui_lang": "en"})
    assert english_only(await page.inner_text("body")) == []


async def test_somebody_with_an_idea_finds_room_from_the_board(nakatosa_seen: ServedTown, open_page: OpenPage) -> None:
    page = await open_page(f"{nakatosa_seen.url}/programs?town=39204", 390, javascript=False)
    await page.get_by_role("link", name="新しいことを始めたい").click()
    await page.locator("label", has_text="土曜").click()
    await page.get_by_text("3時間", exact=True).click()
    await page.get_by_role("button", name="あいている場所を見る").click()
    assert "本町ふれあいセンター" in await page.inner_text("main")
    assert await page.locator("a[href='tel:088-000-0003']").count() == 1


@pytest.mark.parametrize("width", [390, 1280])
async def test_a_list_is_looked_at_and_taken_over(nakatosa_used: ServedTown, open_page: OpenPage, width: int) -> None:
    page = await nakatosa_used.visit(open_page, "coordinator", IMPORT, width)
    await is_well_made(page, f"import-{width}")
    wrong = LIST.replace("月・木", "祝日")
    await page.set_input_files("#list", {"name": "a.csv", "mimeType": "text/csv", "buffer": wrong.encode()})
    await page.get_by_role("button", name="中身を見る").click()
    assert "2行目「曜日」：曜日として読めません" in await page.inner_text("main")
    await is_well_made(page, f"import-mistakes-{width}")
    await page.set_input_files("#list", {"name": "a.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp932")})
    await page.get_by_role("button", name="中身を見る").click()
    await is_well_made(page, f"import-preview-{width}")
    await page.get_by_role("button", name="このとおり取り込む").click()
    assert "取り込みました" in await page.inner_text(".notice.done")
    await page.goto(f"{nakatosa_used.url}/programs?town=39204")
    assert "折り紙の会" in await page.inner_text("main")


async def test_the_import_page_speaks_english_beside_the_columns(
    nakatosa_seen: ServedTown, open_page: OpenPage
) -> None:
    page = await nakatosa_seen.visit(open_page, "coordinator", IMPORT, lang="en")
    assert "Hand in a list" in await page.inner_text("h1")
    stops = await focus_walk(page)
    assert [stop["html"] for stop in stops if not (stop["outlined"] and stop["reachable"])] == []
