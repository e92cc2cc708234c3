"""合うプログラムをさがす, 町に足りないもの, 気づき and だれのためのプログラムか, as a coordinator meets them."""

import pytest
from playwright.async_api import Page

from services.accounts import DEMO_ACCOUNTS
from shared.towns import demo_towns
from tests.browser.looking import OpenPage, barriers, focus_walk, screenshot
from tests.browser.test_staff_pages import KANA
from tests.browser.town import ServedTown

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MATCH, CONDITIONS = "/programs/match", "/programs/match/conditions"
PAGES = (MATCH, "/programs/gaps", "/programs/kizuki", CONDITIONS, f"{CONDITIONS}/elderly-gathering")


def names() -> list[str]:
    """What is called the same in both languages, the longest first."""
    town = demo_towns()[1]
    found = [text for each in town.programs for text in (each.name, each.audience.text)]
    found += [area.name for area in town.areas] + [account.title for account in DEMO_ACCOUNTS]
    return sorted([*found, "日本語"], key=len, reverse=True)


async def is_well_made(page: Page, name: str) -> None:
    await screenshot(page, name)
    assert await barriers(page) == []


@pytest.mark.parametrize("path", PAGES)
async def test_is_readable_reachable_and_large_enough_in_both_languages(
    nakatosa_seen: ServedTown, open_page: OpenPage, path: str
) -> None:
    name = f"matching-{path.rpartition('/')[2]}"
    page = await nakatosa_seen.visit(open_page, "coordinator", path)
    await is_well_made(page, f"{name}-390")
    stops = await focus_walk(page)
    assert [stop["html"] for stop in stops if not (stop["outlined"] and stop["reachable"])] == []
    await is_well_made(await nakatosa_seen.visit(open_page, "coordinator", path, 1280), f"{name}-1280")
    text = await (await nakatosa_seen.visit(open_page, "coordinator", path, lang="en")).inner_text("body")
    for own_name in names():
        text = text.replace(own_name, "")
    assert KANA.findall(text) == []


@pytest.mark.parametrize("width", [390, 1280])
async def test_somebody_is_found_a_place_or_what_is_lacking_is_kept(
    nakatosa_used: ServedTown, open_page: OpenPage, width: int
) -> None:
    page = await nakatosa_used.visit(open_page, "coordinator", MATCH, width)
    await page.fill("#age", "52")
    await page.check("[name='known.hikikomori'][value=yes]")
    await page.select_option("#area", "nankoku")
    await page.get_by_role("button", name="さがす", exact=True).click()
    badges = await page.locator(".answer .badge").all_text_contents()
    assert badges == ["●合います", "▲確かめてください", "×合いません", "×合いません"]
    assert page.url.endswith(MATCH)
    await is_well_made(page, f"matching-answers-{width}")
    await page.get_by_text("狭間の受け入れにする").first.click()
    await page.get_by_role("button", name="受け入れとして残す").first.click()
    assert await page.get_by_text("受け入れる理由を選んでください").count() == 2
    await page.get_by_text("年齢が少し外れるだけ").first.click()
    await page.get_by_text("プログラムの責任者").first.click()
    await page.get_by_role("button", name="受け入れとして残す").first.click()
    assert "狭間の受け入れとして残しました" in await page.inner_text(".notice.done")
    await page.get_by_text("足りないものとして残す").first.click()
    await page.check("[name='none.theme'][value=transport]")
    await page.get_by_role("button", name="残す", exact=True).click()
    assert "足りないものとして残しました" in await page.inner_text(".notice.done")
    await page.get_by_role("link", name="町に足りないもの").click()
    assert "移動・交通" in await page.inner_text("main")
    await is_well_made(page, f"matching-gaps-kept-{width}")
