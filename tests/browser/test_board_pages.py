"""The residents' board and its programs: on a phone and a desk, by keyboard, enlarged, printed, offline."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from shared.clock import local_date
from shared.towns import demo_towns
from tests.browser.boarding import call_off
from tests.browser.looking import OpenPage, axe_violations, barriers, focus_walk, screenshot, sideways_px, small_targets
from tests.browser.test_staff_pages import KANA, names_of_the_town
from tests.browser.town import ServedTown, served
from tests.paper import Printed
from tests.services.programs.hubs import TOWN, fill_hubs

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAGES = {
    "week": "/programs?town=39204",
    "plain": "/programs?town=39204&view=plain&kind=meal",
    "nothing": "/programs?town=39204&kind=work",
    "hubs": f"/programs?town={TOWN}",
    "hub": f"/programs?town={TOWN}&area=area-3&kana=off",
    "program": "/programs/elderly-gathering",
}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def boards(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServedTown]:
    """Nankoku with something called off, and a town of 275 programs."""
    async with served(tmp_path_factory.mktemp("boards")) as town:
        story = town.town
        await fill_hubs(story.services["programs"].state.db, local_date(story.clock()))
        await call_off(story)
        yield town


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", PAGES)
async def test_is_readable_reachable_and_large_enough(
    boards: ServedTown, open_page: OpenPage, name: str, width: int
) -> None:
    page = await open_page(boards.url + PAGES[name], width)
    await screenshot(page, f"programs-{name}-{width}")
    assert await barriers(page) == []


@pytest.mark.parametrize("width", [640, 320])  # a desk's and a phone's screen at 200 % and more (WCAG 1.4.4, 1.4.10)
@pytest.mark.parametrize("name", ["week", "hubs", "program"])
async def test_enlarged_nothing_is_cut_off(boards: ServedTown, open_page: OpenPage, name: str, width: int) -> None:
    page = await open_page(boards.url + PAGES[name], width, cookies={"yui_text": "large"})
    assert await sideways_px(page) == 0
    assert await small_targets(page) == []


@pytest.mark.parametrize("name", ["week", "hubs", "program"])
async def test_the_keyboard_reaches_all_and_sees_where_it_is(
    boards: ServedTown, open_page: OpenPage, name: str
) -> None:
    stops = await focus_walk(await open_page(boards.url + PAGES[name]))
    places = [stop["place"] for stop in stops]
    assert places == sorted(places)
    assert [stop["html"] for stop in stops if not (stop["outlined"] and stop["reachable"])] == []


async def test_speaks_english_too(boards: ServedTown, open_page: OpenPage) -> None:
    page = await open_page(boards.url + PAGES["week"], cookies={"yui_lang": "en"})
    text = await page.inner_text("body")
    places = [venue.name for town in demo_towns() for venue in town.venues]
    for own_name in (*places, *names_of_the_town()):
        text = text.replace(own_name, "")
    assert KANA.findall(text) == []
    assert "Cancelled" in text
    assert await axe_violations(page) == []


async def test_without_javascript_and_cookies_it_is_chosen_by_links(boards: ServedTown, open_page: OpenPage) -> None:
    page = await open_page(boards.url + PAGES["week"], javascript=False)
    await page.get_by_role("link", name="お茶・食べる").click()
    await page.get_by_role("link", name="やさしい日本語で読む").click()
    assert urlsplit(page.url).query == "town=39204&kind=meal&view=plain"
    names = await page.locator(".session-where").all_inner_texts()
    assert len(names) == 1
    assert names[0].startswith("コーヒーや パンが あります")
    assert await page.context.cookies() == []


async def test_a_week_is_printed_on_one_sheet(boards: ServedTown, open_page: OpenPage) -> None:
    page = await open_page(boards.url + PAGES["week"], 1280)
    paper = Printed(await page.pdf(prefer_css_page_size=True))
    assert paper.sizes == [(595, 842)]
    assert paper.codes == ["http://town.test/programs?town=39204"]
    for shown, words in (
        (True, "【中止】"),
        (True, "12月8日(火)〜12月14日(月)"),
        (True, "8:45–12:00"),
        (False, "English"),
        (False, "ふりがなを消す"),
        (False, "A4"),
    ):
        assert (words in paper.text) is shown


async def test_without_a_connection_the_last_board_comes_back_with_its_time(
    boards: ServedTown, chromium: Browser
) -> None:
    context = await chromium.new_context(locale="ja-JP", viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await page.goto(boards.url + PAGES["week"])
    await until_kept(page, boards.url + PAGES["week"])
    await context.set_offline(True)
    await page.goto(boards.url + PAGES["week"])
    text = await page.inner_text("main")
    await screenshot(page, "programs-offline-390", full_page=False)
    assert ("いまインターネットにつながっていません" in text, "に見たときの予定です" in text) == (True, True)
    assert "カフェ･ド･ポム" in text
    assert await page.locator("[data-offline] b").inner_text() != ""
    assert await axe_violations(page) == []
    await page.goto(boards.url + "/programs/cafe-de-pomme")  # never opened before: the board is better than nothing
    assert "今週の予定" in await page.inner_text("h1")
    await context.set_offline(False)
    await page.goto(boards.url + "/programs/cafe-de-pomme")
    assert await page.locator("[data-offline]").is_hidden()
    await context.close()


async def test_nothing_behind_a_sign_in_or_a_secret_link_is_kept(boards: ServedTown, chromium: Browser) -> None:
    context = await chromium.new_context(locale="ja-JP")

    async def opened(url: str, *_size: object, cookies: dict[str, str], **_options: object) -> Page:
        page = await context.new_page()
        await context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        await page.goto(url)
        return page

    page = await opened(boards.url + PAGES["program"], cookies={})
    await until_kept(page, boards.url + PAGES["program"])
    page = await boards.visit(opened, "organiser", "/programs/mine")
    await page.goto(boards.url + PAGES["week"])
    assert "今週を出す" in await page.inner_text("body")
    await page.goto(f"{boards.url}/programs/post/{'x' * 43}")
    assert [urlsplit(each).path for each in await kept(page) if "/ui/static/" not in each] == [
        "/programs/elderly-gathering"
    ]
    await context.close()


async def kept(page: Page) -> list[str]:
    """The addresses whose answers the browser keeps for later."""
    found: list[str] = await page.evaluate(
        "async () => (await (await caches.open('programs-1')).keys()).map((each) => each.url)"
    )
    return found


async def until_kept(page: Page, url: str) -> None:
    """The worker keeps a page once it is at work, a moment after it was first opened; its style comes last."""
    await page.wait_for_function(
        "async (url) => { const found = (await (await caches.open('programs-1')).keys()).map((each) => each.url);"
        " return found.includes(url) && found.some((each) => each.endsWith('mark.svg')); }",
        arg=url,
    )
