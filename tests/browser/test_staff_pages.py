"""The pages of intake and meetings as staff meet them: on a phone and a desk, by keyboard, in both languages."""

import re

import pytest

from services.accounts import DEMO_ACCOUNTS
from shared.contracts.words import IssueCategory
from shared.towns import demo_towns
from tests.browser.looking import OpenPage, axe_violations, barriers, focus_walk, screenshot, sideways_px
from tests.browser.town import ServedTown

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# name → (who looks, path); {…} are filled in from the story
PAGES = {
    "today": ("houkatsu", "/intake"),
    "today-nothing": ("desk", "/intake"),
    "consultation": ("houkatsu", "/intake/consultations/new"),
    "consultation-again": ("houkatsu", "/intake/consultations/new?case_ref={elderly_case}"),
    "board": ("promoter-a", "/intake/cases"),
    "case": ("houkatsu", "/intake/cases/{elderly_case}?done=consultation"),
    "referral": ("houkatsu", "/intake/referrals/{referral}"),
    "meetings": ("promoter-a", "/meetings"),
    "sitting": ("promoter-c", "/meetings/sittings/{network_sitting}"),
    "sitting-agency": ("houkatsu", "/meetings/sittings/{network_sitting}"),
    "arrange": ("promoter-a", "/meetings/sittings/{core_sitting}/agenda"),
    "hold": ("promoter-a", "/meetings/sittings/{core_sitting}/hold?done=send_to_network"),
    "bodies": ("houkatsu", "/meetings/bodies"),
    "body": ("promoter-a", "/meetings/bodies/core"),
    "convene": ("promoter-a", "/meetings/bodies/core/convene"),
    "closures": ("admin", "/meetings/closures"),
    "body-rule": ("promoter-a", "/meetings/bodies/core/rule"),
    "calendar": ("promoter-a", "/meetings/calendar?on=2026-12-01"),
    "calendar-week": ("promoter-a", "/meetings/calendar?show=week&on=2026-12-08"),
    "rooms": ("admin", "/meetings/rooms"),
    "room": ("promoter-a", "/meetings/rooms/office?on=2026-12-08"),
    "membership": ("promoter-a", "/meetings/bodies/core/membership"),
    "subscribe": ("promoter-c", "/meetings/subscribe"),
    "busy": ("promoter-c", "/meetings/busy"),
    "dead-letters": ("admin", "/intake/dead-letters"),
}
KANA = re.compile(r"[ぁ-んァ-ヶ]")


def path_of(served: ServedTown, name: str) -> tuple[str, str]:
    login, path = PAGES[name]
    return login, path.format(**vars(served.town))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", PAGES)
async def test_is_readable_reachable_and_large_enough(
    nakatosa_seen: ServedTown, open_page: OpenPage, name: str, width: int
) -> None:
    page = await nakatosa_seen.visit(open_page, *path_of(nakatosa_seen, name), width)
    await page.set_viewport_size({"width": width, "height": 844 if width < 768 else 800})
    await screenshot(page, f"staff-{name}-{width}", full_page=width > 768)
    assert await barriers(page) == []


@pytest.mark.parametrize("name", PAGES)
async def test_speaks_english_too(nakatosa_seen: ServedTown, open_page: OpenPage, name: str) -> None:
    page = await nakatosa_seen.visit(open_page, *path_of(nakatosa_seen, name), lang="en")
    text = await page.inner_text("body")
    for own_name in names_of_the_town():
        text = text.replace(own_name, "")
    assert KANA.findall(text) == []
    assert await axe_violations(page) == []
    assert await sideways_px(page) == 0


@pytest.mark.parametrize("name", ["consultation", "case", "hold", "sitting", "subscribe", "busy", "referral"])
async def test_the_keyboard_reaches_all_and_sees_where_it_is(
    nakatosa_seen: ServedTown, open_page: OpenPage, name: str
) -> None:
    page = await nakatosa_seen.visit(open_page, *path_of(nakatosa_seen, name))
    stops = await focus_walk(page)
    places = [stop["place"] for stop in stops]
    assert "skip" in stops[0]["html"]
    assert len(stops) > 8
    assert places == sorted(places)
    assert [stop["html"] for stop in stops if not (stop["outlined"] and stop["reachable"])] == []


async def test_the_most_pressing_is_asked_among_the_chosen(nakatosa_seen: ServedTown, open_page: OpenPage) -> None:
    page = await nakatosa_seen.visit(open_page, *path_of(nakatosa_seen, "consultation"))
    asked = page.locator("#most_pressing .chip")
    assert not await page.locator("#most_pressing").is_visible()
    await page.locator("#categories").get_by_text("住まい", exact=True).click()
    await page.locator("#categories").get_by_text("債務", exact=True).click()
    assert [await chip.inner_text() for chip in await asked.all() if await chip.is_visible()] == ["住まい", "債務"]


async def test_every_issue_can_become_the_most_pressing(nakatosa_seen: ServedTown, open_page: OpenPage) -> None:
    page = await nakatosa_seen.visit(open_page, *path_of(nakatosa_seen, "consultation"))
    await page.locator("#categories input").first.check()  # the question itself appears with the first answer
    for category in list(IssueCategory)[1:]:
        pressing = page.locator(f"#most_pressing .chip:has([value={category}])")
        assert not await pressing.is_visible()
        await page.check(f"#categories [value={category}]")
        assert await pressing.is_visible()


async def test_a_decision_asks_for_its_own_fields_only(nakatosa_seen: ServedTown, open_page: OpenPage) -> None:
    page = await nakatosa_seen.visit(open_page, *path_of(nakatosa_seen, "hold"))
    shown = {}
    for code in ("watch_until", "single_agency", "send_to_network", "close"):
        await page.check(f"[name=code][value={code}]")
        shown[code] = [name for name in ("owner", "until") if await page.locator(f"#{name}").is_visible()]
        shown[code] += ["agencies"] if await page.get_by_text("ほかに呼ぶ機関を足す").is_visible() else []
    assert shown == {
        "watch_until": ["until"], "single_agency": ["owner", "until"], "send_to_network": ["agencies"], "close": [],
    }  # fmt: skip


def names_of_the_town() -> list[str]:
    """Names that are the same in both languages, the longest first."""
    town = demo_towns()[0]
    names = [fact.name for fact in town.agencies] + [area.name for area in town.areas]
    names += (
        [text for body in town.bodies for text in (body.name, body.purpose)]
        + [post.title for post in town.promoters]
        + [*town.places.values()]
    )
    return sorted([*names, *(account.title for account in DEMO_ACCOUNTS), "日本語"], key=len, reverse=True)
