"""The pages of holding a sitting: answering from the mail, attendance, minutes; phone and desk, both languages."""

import re
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.browser.looking import OpenPage, axe_violations, barriers, focus_walk, screenshot
from tests.browser.test_staff_pages import KANA, names_of_the_town
from tests.browser.town import ServedTown, served
from tests.nakatosa import Nakatosa

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAGES = {
    "sitting-to-answer": ("houkatsu", "/meetings/sittings/{network_sitting}"),
    "attendance": ("promoter-c", "/meetings/sittings/{network_sitting}/attendance"),
    "minutes": ("promoter-a", "/meetings/sittings/{core_sitting}/minutes"),
    "minutes-part": ("promoter-a", "/meetings/sittings/{core_sitting}/minutes/general"),
    "actions": ("promoter-a", "/meetings/sittings/{core_sitting}/actions"),
    "written-ask": ("promoter-c", "/meetings/items/{line}/written"),
    "my-things-to-do": ("promoter-d", "/meetings"),
    "sitting-of-who-leads": ("promoter-c", "/meetings/sittings/{network_sitting}"),
    "reply": ("", "{link}"),
    "reply-substitute": ("", "{link}?answer=substitute"),
}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def nakatosa_held(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServedTown]:
    """Nakatosa after its story, something asked of the nurse."""
    async with served(tmp_path_factory.mktemp("held")) as town:
        await ask_for_something(town.town)
        yield town


async def ask_for_something(story: Nakatosa) -> None:
    page = f"/meetings/sittings/{story.core_sitting}/actions"
    line = await story.line_of("promoter-a", story.core_sitting, story.hoarding_case)
    asked = {"item_id": line, "kind": "visit", "owner": "post:D", "due_on": "2026-12-20"}
    assert (await (await story.sign_in("promoter-a")).send(page, asked)).status_code == 303


def link_in_a_mail(town: ServedTown) -> str:
    """The address in the newest invitation to houkatsu."""
    folder: Path = town.town.services["notify"].state.settings.sink_dir
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in folder.glob("*.eml")]
    bodies = [mail.get_body(("plain",)) for mail in mails if "agency-houkatsu" in str(mail["to"])]
    texts = [body.get_content() for body in bodies if body]
    return next(str(found[0]) for text in texts if (found := re.findall(r"/meetings/replies/[\w-]{43}", text)))


async def seen(town: ServedTown, open_page: OpenPage, name: str, width: int, lang: str = "ja") -> Page:
    """One of the pages, signed in or, from a mail, not."""
    login, path = PAGES[name]
    story = town.town
    line = await story.line_of("promoter-c", story.network_sitting, story.elderly_case)
    path = path.format(link=link_in_a_mail(town), line=line, **vars(story))
    if not login:
        return await open_page(town.url + path, width, cookies={"yui_lang": lang})
    return await town.visit(open_page, login, path, width, lang=lang)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", PAGES)
async def test_is_readable_reachable_and_large_enough(
    nakatosa_held: ServedTown, open_page: OpenPage, name: str, width: int
) -> None:
    page = await seen(nakatosa_held, open_page, name, width)
    await screenshot(page, f"holding-{name}-{width}")
    assert await barriers(page) == []


@pytest.mark.parametrize("name", PAGES)
async def test_speaks_english_too(nakatosa_held: ServedTown, open_page: OpenPage, name: str) -> None:
    page = await seen(nakatosa_held, open_page, name, 390, "en")
    text = await page.inner_text("body")
    for own_name in names_of_the_town():
        text = text.replace(own_name, "")
    assert KANA.findall(text) == []
    assert await axe_violations(page) == []


@pytest.mark.parametrize("name", ["sitting-to-answer", "attendance", "minutes-part", "reply-substitute"])
async def test_the_keyboard_reaches_all_and_sees_where_it_is(
    nakatosa_held: ServedTown, open_page: OpenPage, name: str
) -> None:
    stops = await focus_walk(await seen(nakatosa_held, open_page, name, 390))
    places = [stop["place"] for stop in stops]
    assert places == sorted(places)
    assert [stop["html"] for stop in stops if not (stop["outlined"] and stop["reachable"])] == []


async def test_without_javascript_a_mail_is_answered_in_two_taps(
    nakatosa_used: ServedTown, open_page: OpenPage
) -> None:
    page = await open_page(f"{nakatosa_used.url}{link_in_a_mail(nakatosa_used)}?answer=absent", javascript=False)
    await page.get_by_role("button", name="「欠席します」と返事する").click()
    await page.wait_for_url("**?done=reply")
    assert "「欠席します」でお受けしました" in await page.inner_text("main")


async def test_a_decision_in_writing_can_be_read_and_answered(nakatosa_used: ServedTown, open_page: OpenPage) -> None:
    story = nakatosa_used.town
    line = await story.line_of("promoter-c", story.network_sitting, story.elderly_case)
    asked = {"code": "continue", "due_on": "2026-12-09"}
    answer = await (await story.sign_in("promoter-c")).send(f"/meetings/items/{line}/written", asked)
    for width, lang in ((390, "ja"), (1280, "en")):
        page = await nakatosa_used.visit(open_page, "promoter-b", answer.headers["location"], width, lang=lang)
        await screenshot(page, f"holding-written-vote-{width}")
        assert await barriers(page) == []
