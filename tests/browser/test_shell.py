"""The shell's pages as people meet them: on a phone and a desk, in light and dark, by keyboard, without JavaScript."""

import pytest

from tests.browser.looking import OpenPage, axe_violations, focus_walk, screenshot, sideways_px, small_targets

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAGES = ["/ui", "/", "/signed-in", "/login", "/login/wrong", "/today", "/today/nothing", "/error"]
LARGE = {"yui_text": "large"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", PAGES)
async def test_has_no_accessibility_violation(
    shell: str, open_page: OpenPage, path: str, width: int, scheme: str
) -> None:
    page = await open_page(shell + path, width, scheme=scheme)
    await screenshot(page, f"{path.strip('/').replace('/', '-') or 'portal'}-{width}-{scheme}")
    assert await axe_violations(page) == []


@pytest.mark.parametrize("path", PAGES)
async def test_everything_to_tap_is_large_enough(shell: str, open_page: OpenPage, path: str) -> None:
    page = await open_page(shell + path, 390)
    assert await small_targets(page) == []
    await page.set_viewport_size({"width": 1280, "height": 900})
    assert await small_targets(page) == []


@pytest.mark.parametrize("cookies", [{}, LARGE, {"yui_lang": "en"}])
@pytest.mark.parametrize("path", PAGES)
async def test_never_scrolls_sideways(shell: str, open_page: OpenPage, path: str, cookies: dict[str, str]) -> None:
    page = await open_page(shell + path, cookies=cookies)
    overflow = {}
    for width in (320, 390, 640, 1280):  # 640: a 1280 px screen at 200 % zoom; 320: WCAG 1.4.10
        await page.set_viewport_size({"width": width, "height": 800})
        overflow[width] = await sideways_px(page)
    assert overflow == {320: 0, 390: 0, 640: 0, 1280: 0}


@pytest.mark.parametrize("width", [390, 1280])
async def test_the_keyboard_reaches_all_in_order_and_sees_where_it_is(
    shell: str, open_page: OpenPage, width: int
) -> None:
    page = await open_page(shell + "/ui", width)
    stops = await focus_walk(page)
    places = [stop["place"] for stop in stops]
    assert "skip" in stops[0]["html"]
    assert len(stops) > 40
    assert places == sorted(places)
    assert [stop["html"] for stop in stops if not stop["outlined"]] == []
    assert [stop["html"] for stop in stops if not stop["reachable"]] == []


async def test_the_skip_link_leads_to_the_page_itself(shell: str, open_page: OpenPage) -> None:
    page = await open_page(shell + "/today")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "main"


async def test_an_error_takes_the_focus_and_leads_to_its_field(shell: str, open_page: OpenPage) -> None:
    page = await open_page(shell + "/login/wrong")
    assert await page.evaluate("document.activeElement.className") == "notice errors"
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "login"
    assert await page.input_value("#login") == "suishin-a"


async def test_switches_work_without_javascript(shell: str, open_page: OpenPage) -> None:
    page = await open_page(shell + "/ui?stage=support", javascript=False)
    await page.get_by_role("button", name="文字を大きく").click()
    await page.get_by_role("button", name="English").click()
    assert page.url == shell + "/ui?stage=support"
    assert await page.get_by_role("heading", level=1).inner_text() == "Parts of the pages"
    assert await page.locator("html.large").count() == 1
    assert await page.locator(".board-column.now h2").inner_text() == "Support 2"


async def test_large_text_is_a_quarter_larger(shell: str, open_page: OpenPage) -> None:
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    assert await (await open_page(shell + "/")).evaluate(size) == 17
    assert await (await open_page(shell + "/", cookies=LARGE)).evaluate(size) == 21.25


async def test_the_main_action_is_at_the_thumb_on_a_phone(shell: str, open_page: OpenPage) -> None:
    page = await open_page(shell + "/today")
    box = await page.get_by_role("link", name="相談を受ける").bounding_box()
    assert box is not None
    assert box["width"] > 340
    assert 844 - 90 < box["y"] < 844 - 56


async def test_choices_can_be_told_apart_in_forced_colours(shell: str, open_page: OpenPage) -> None:
    page = await open_page(shell + "/ui", forced_colors="active")
    outline = "e => getComputedStyle(e).outlineStyle"
    assert await page.locator(".chip:has(:checked)").first.evaluate(outline) == "solid"
    assert await page.locator(".chip:not(:has(:checked))").first.evaluate(outline) == "none"
    assert await axe_violations(page) == []


async def test_prints_todays_page_on_one_sheet_without_its_controls(shell: str, open_page: OpenPage) -> None:
    page = await open_page(shell + "/today", 1280)
    sheet = await page.pdf(format="A4")
    assert sheet.count(b"/Type /Page\n") == 1
    await page.emulate_media(media="print")
    assert not await page.get_by_role("link", name="相談を受ける").is_visible()
    assert await page.get_by_role("link", name="コア会議").first.is_visible()


async def test_letters_come_from_the_font_made_to_be_read(shell: str, open_page: OpenPage) -> None:
    page = await open_page(shell + "/")
    session = await page.context.new_cdp_session(page)
    await session.send("DOM.enable")
    await session.send("CSS.enable")
    root = (await session.send("DOM.getDocument"))["root"]["nodeId"]
    heading = (await session.send("DOM.querySelector", {"nodeId": root, "selector": "h1"}))["nodeId"]
    fonts = (await session.send("CSS.getPlatformFontsForNode", {"nodeId": heading}))["fonts"]
    if "BIZ UDPGothic" not in {font["familyName"] for font in fonts}:
        pytest.skip("BIZ UDPGothic is not installed here: apt-get install fonts-morisawa-bizud-gothic")
    assert len(fonts) == 1
