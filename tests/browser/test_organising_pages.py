"""The organiser's desk and the pages behind it: by link on a phone, at a desk, in both languages."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.browser.looking import OpenPage, barriers, focus_walk, screenshot, sideways_px, told
from tests.browser.organising import Organised, organise
from tests.browser.test_staff_pages import KANA
from tests.browser.town import ServedTown, served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TOWN = "/programs/manage/town"
PAGES = {
    "desk": ("", "{link}?program=cafe-de-pomme"),
    "cancel": ("", "{link}/sessions/{session}/cancel"),
    "tick-list": ("", "{link}/sessions/{session}/attendance"),
    "register": ("", "/programs/cafe-de-pomme/register"),
    "ticket": ("", "{ticket}"),
    "manage": ("coordinator", "/programs/manage"),
    "program-form": ("coordinator", "/programs/manage/cafe-de-pomme"),
    "time-form": ("coordinator", "/programs/manage/cafe-de-pomme/times/new"),
    "dates": ("coordinator", "/programs/manage/cafe-de-pomme/dates"),
    "registration-rules": ("coordinator", "/programs/manage/cafe-de-pomme/registration"),
    "weather-rules": ("coordinator", "/programs/manage/cafe-de-pomme/weather"),
    "warnings": ("coordinator", f"{TOWN}/weather"),
    "venue-form": ("coordinator", f"{TOWN}/venues/honmachi-center"),
    "organisers": ("coordinator", f"{TOWN}/organisers"),
    "resting": ("coordinator", f"{TOWN}/resting"),
    "sweep": ("coordinator", "/programs/manage/sweep"),
    "reach": ("coordinator", "{change}"),
}
MOST_USED = ["desk", "tick-list", "register", "sweep"]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def organised(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[ServedTown, Organised]]:
    async with served(tmp_path_factory.mktemp("organised")) as town:
        yield town, await organise(town.town)


async def seen(
    organised: tuple[ServedTown, Organised], open_page: OpenPage, name: str, width: int, lang: str = "ja"
) -> Page:
    town, made = organised
    login, path = PAGES[name]
    path = path.format(**made._asdict())
    if not login:
        return await open_page(town.url + path, width, cookies={"yui_lang": lang})
    return await town.visit(open_page, login, path, width, lang=lang)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", PAGES)
async def test_is_readable_reachable_and_large_enough(
    organised: tuple[ServedTown, Organised], open_page: OpenPage, name: str, width: int
) -> None:
    page = await seen(organised, open_page, name, width)
    await screenshot(page, f"{name}-{width}")
    assert await barriers(page) == []


@pytest.mark.parametrize("name", ["desk", "register", "sweep"])
async def test_at_twice_the_size_nothing_is_cut_off(
    organised: tuple[ServedTown, Organised], open_page: OpenPage, name: str
) -> None:
    """200 % zoom of a 390 px phone is a window of 195 px (WCAG 1.4.10 asks for 320)."""
    page = await seen(organised, open_page, name, 320)
    assert await sideways_px(page) == 0


@pytest.mark.parametrize("name", MOST_USED)
async def test_the_keyboard_reaches_all_and_sees_where_it_is(
    organised: tuple[ServedTown, Organised], open_page: OpenPage, name: str
) -> None:
    stops = await focus_walk(await seen(organised, open_page, name, 390))
    assert [stop["html"] for stop in stops if not (stop["outlined"] and stop["reachable"])] == []
    places = [stop["place"] for stop in stops]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["desk", "sweep", "register"])
async def test_speaks_english_too(organised: tuple[ServedTown, Organised], open_page: OpenPage, name: str) -> None:
    page = await seen(organised, open_page, name, 390, "en")
    labels = await page.eval_on_selector_all("label, legend, button, h1", "all => all.map(e => e.innerText).join(' ')")
    names = await page.eval_on_selector_all("main", "all => all.map(e => e.innerText).join(' ')")
    assert [word for word in ("出す", "中止", "お名前", "申し込む") if word in labels] == []
    assert "カフェ" in names or KANA.findall(names) == []


async def test_a_week_is_posted_in_five_taps(organised: tuple[ServedTown, Organised], open_page: OpenPage) -> None:
    """The link, the program, the line, the place as it is, 出す: and it says what was done, with a way back."""
    town, made = organised
    page = await open_page(town.url + made.link, 390)
    await page.get_by_role("link", name="カフェ･ド･ポム").click()
    await page.fill("#note", "シナモントースト")
    await page.get_by_role("button", name="出す", exact=True).click()
    await told(page, "posted")
    assert "もう出ています" in await page.inner_text("main")
    await page.get_by_role("button", name="元に戻す").click()
    await told(page, "undone")


async def test_without_a_connection_it_waits_and_is_posted_once(
    organised: tuple[ServedTown, Organised], open_page: OpenPage
) -> None:
    town, made = organised
    page = await open_page(f"{town.url}{made.link}?program=cafe-de-pomme", 390)
    await page.context.set_offline(True)
    await page.fill("#note", "電波のないところから")
    await page.get_by_role("button", name="出す", exact=True).click()
    await page.get_by_text("いまは電波がありません").first.wait_for()
    await page.context.set_offline(False)
    await told(page, "posted")
    assert await page.evaluate("kept()") == []
    assert "電波のないところから" in await (await page.context.request.get(f"{town.url}/programs?town=39204")).text()


async def test_back_on_a_shared_tablet_shows_an_empty_form_with_a_ticket_of_its_own(
    organised: tuple[ServedTown, Organised], open_page: OpenPage
) -> None:
    town, _ = organised
    page = await open_page(f"{town.url}/programs/study-support/register", 390)

    async def sent(name: str) -> str:
        await page.locator("[name=names]").first.fill(name)
        await page.fill("#phone", "088-000-0000")
        await page.get_by_role("button", name="申し込む", exact=True).click()
        await page.wait_for_url("**/programs/tickets/*")
        return page.url

    first = await sent("山田 花子")
    await page.go_back(wait_until="commit")
    await page.wait_for_function("() => document.querySelector('[name=names]')?.value === ''")
    assert await page.locator("[name=ticket]").input_value() not in first
    assert await sent("佐藤 太郎") != first


async def test_a_tick_changes_its_row_alone(organised: tuple[ServedTown, Organised], open_page: OpenPage) -> None:
    page = await seen(organised, open_page, "reach", 390)
    row = page.locator("li", has_text="鈴木 一郎")
    await row.get_by_role("button", name="連絡がついた").click()
    await row.get_by_text("連絡ずみ").wait_for()
    assert await row.get_by_role("button", name="連絡がついた").count() == 0
    assert page.url.endswith(organised[1].change)
    assert await row.locator(".row-marks").evaluate("mark => mark === document.activeElement")


async def test_what_was_done_is_said_once_and_not_again_by_reload_or_back(
    organised: tuple[ServedTown, Organised], open_page: OpenPage
) -> None:
    town, made = organised
    page = await open_page(f"{town.url}{made.link}?program=cafe-de-pomme", 390)
    await page.fill("#note", "一度だけ")
    await page.get_by_role("button", name="出す", exact=True).click()
    await told(page, "posted")
    assert "できました" in await page.inner_text("main")
    assert page.url.endswith("?program=cafe-de-pomme")
    await page.goto(f"{town.url}/programs")
    await page.go_back()
    await page.locator("main", has_not_text="できました").wait_for()
    await page.reload()
    assert "できました" not in await page.inner_text("main")


@pytest.mark.parametrize("width", [320, 390])
async def test_the_opening_hours_stay_on_a_phone(
    organised: tuple[ServedTown, Organised], open_page: OpenPage, width: int
) -> None:
    page = await seen(organised, open_page, "venue-form", width)
    assert await sideways_px(page) == 0
    edges = await page.eval_on_selector_all(".span input", "all => all.map(e => e.getBoundingClientRect().right)")
    assert (len(edges), max(edges) <= width) == (14, True)
