"""The pages of intake and meetings as staff meet them: on a phone and a desk, by keyboard, in both languages."""

import re

import pytest

from tests.browser.looking import OpenPage, axe_violations, screenshot, sideways_px, small_targets
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
    "meetings": ("promoter-a", "/meetings"),
    "sitting": ("promoter-c", "/meetings/sittings/{network_sitting}"),
    "sitting-agency": ("houkatsu", "/meetings/sittings/{network_sitting}"),
    "hold": ("promoter-a", "/meetings/sittings/{core_sitting}/hold?done=send_to_network"),
    "subscribe": ("promoter-c", "/meetings/subscribe"),
    "dead-letters": ("admin", "/intake/dead-letters"),
}
JAPANESE = re.compile(r"[ぁ-んァ-ヶ]")


def path_of(served: ServedTown, name: str) -> tuple[str, str]:
    login, path = PAGES[name]
    return login, path.format(**vars(served.town))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", PAGES)
async def test_is_readable_reachable_and_large_enough(
    nakatosa_seen: ServedTown, open_page: OpenPage, name: str, width: int
) -> None:
    page = await nakatosa_seen.visit(open_page, *path_of(nakatosa_seen, name), width)
    await screenshot(page, f"staff-{name}-{width}")
    assert await axe_violations(page) == []
    assert await small_targets(page) == []
    assert await sideways_px(page) == 0
