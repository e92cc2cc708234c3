"""The pages of a search for a date: proposing, the table, answering, a void link; phone and desk, both languages."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.browser.looking import OpenPage, axe_violations, barriers, focus_walk, screenshot
from tests.browser.polling import Asked, ask
from tests.browser.test_staff_pages import KANA, names_of_the_town
from tests.browser.town import ServedTown, served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAGES = {
    "poll-new": ("promoter-c", "/meetings/bodies/network/poll"),
    "poll": ("promoter-c", "{page}"),
    "poll-answer": ("", "{link}"),
    "poll-answer-signed-in": ("houkatsu", "{asking}"),
    "poll-over": ("", "/meetings/dates/" + "x" * 43),
}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def asked_town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[ServedTown, Asked]]:
    """Nakatosa with a poll that some have answered."""
    async with served(tmp_path_factory.mktemp("polled")) as town:
        yield town, await ask(town.town)


async def seen(
    asked_town: tuple[ServedTown, Asked], open_page: OpenPage, name: str, width: int, lang: str = "ja"
) -> Page:
    town, asked = asked_town
    login, path = PAGES[name]
    path = path.format(**asked._asdict())
    if not login:
        return await open_page(town.url + path, width, cookies={"yui_lang": lang})
    return await town.visit(open_page, login, path, width, lang=lang)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", PAGES)
async def test_is_readable_reachable_and_large_enough(
    asked_town: tuple[ServedTown, Asked], open_page: OpenPage, name: str, width: int
) -> None:
    page = await seen(asked_town, open_page, name, width)
    await screenshot(page, f"{name}-{width}")
    assert await barriers(page) == []


@pytest.mark.parametrize("name", PAGES)
async def test_speaks_english_too(asked_town: tuple[ServedTown, Asked], open_page: OpenPage, name: str) -> None:
    page = await seen(asked_town, open_page, name, 390, "en")
    text = await page.inner_text("body")
    for own_name in names_of_the_town():
        text = text.replace(own_name, "")
    assert KANA.findall(text) == []
    assert await axe_violations(page) == []


@pytest.mark.parametrize("name", ["poll-new", "poll", "poll-answer"])
async def test_the_keyboard_reaches_all_and_sees_where_it_is(
    asked_town: tuple[ServedTown, Asked], open_page: OpenPage, name: str
) -> None:
    stops = await focus_walk(await seen(asked_town, open_page, name, 390))
    places = [stop["place"] for stop in stops]
    assert places == sorted(places)
    assert [stop["html"] for stop in stops if not (stop["outlined"] and stop["reachable"])] == []


async def test_without_javascript_a_thumb_answers(nakatosa_used: ServedTown, open_page: OpenPage) -> None:
    asked = await ask(nakatosa_used.town)
    page = await open_page(nakatosa_used.url + asked.link, javascript=False)
    groups = page.get_by_role("group")
    await groups.nth(0).get_by_role("radio", name="たぶん").check()
    await groups.nth(1).get_by_role("radio", name="行けません").check()
    await page.get_by_role("button", name="送る").click()
    await page.wait_for_url("**?done=answer")
    assert "お返事を受け取りました" in await page.inner_text("main")
    await screenshot(page, "poll-answered-390")
    assert await groups.nth(0).get_by_role("radio", name="たぶん").is_checked()
