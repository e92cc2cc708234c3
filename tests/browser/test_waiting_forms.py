"""Forms that wait on a phone: nothing is lost, nothing is sent in another's name, and one never holds up the others."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route

from services.accounts import DEMO_PASSWORD
from tests.browser.looking import OpenPage, axe_violations, barriers, screenshot, small_targets, told
from tests.browser.organising import TICKETS, Organised, organise
from tests.browser.town import ServedTown, served
from tests.flows.stage import Stage
from tests.services.people import anybody
from tests.services.programs.photos import jpeg

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MINE = "/programs/mine?program=cafe-de-pomme"
A_MINUTE_LATER = """async () => {
  for (const post of await kept()) await shelf("readwrite", (forms) => forms.put({ ...post, notBefore: 0 }));
}"""
SIZE = "createImageBitmap(document.querySelector('#photo').files[0]).then((image) => [image.width, image.height])"
WAITING = "async () => (await kept()).map((each) => [each.what.split(' ')[0], each.verdict])"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def organised(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[ServedTown, Organised]]:
    async with served(tmp_path_factory.mktemp("waiting")) as town:
        yield town, await organise(town.town)


async def post(page: Page, note: str) -> None:
    await page.fill("#note", note)
    await page.get_by_role("button", name="出す", exact=True).click()


async def sign_in(page: Page, login: str) -> None:
    await page.fill("#login", login)
    await page.fill("#password", DEMO_PASSWORD)
    await page.press("#password", "Enter")


PROBLEM = '{"title": "ほかの人が先に変えました", "detail": "Changed since."}'


def answered(
    status: int, body: str = PROBLEM, content_type: str = "application/problem+json", **headers: str
) -> Callable[[Route], Any]:
    """What a post gets from the door, or from something before it, instead of an answer."""

    async def answer(route: Route) -> None:
        if route.request.method != "POST":
            await route.continue_()
        elif status:
            await route.fulfill(status=status, headers=headers, body=body, content_type=content_type)
        else:
            await route.abort("internetdisconnected")

    return answer


async def is_on_the_board(page: Page, town: ServedTown, note: str) -> bool:
    return note in await (await page.context.request.get(f"{town.url}/programs?town=39204")).text()


async def test_after_the_sign_in_ended_it_is_kept_and_sent_once_signed_in_again(
    organised: tuple[ServedTown, Organised], open_page: OpenPage
) -> None:
    town, _ = organised
    page = await open_page(f"{town.url}/login?next={MINE}", 390)
    await sign_in(page, "organiser")
    await page.wait_for_url(f"**{MINE}")
    await page.context.clear_cookies()
    await post(page, "ログインが切れたあとで")
    await page.get_by_text("もう一度ログインしてください").first.wait_for()
    assert [page.url.endswith(MINE), await page.input_value("#note")] == [True, "ログインが切れたあとで"]
    assert await page.locator("[data-kept]").evaluate("box => box === document.activeElement")
    await screenshot(page, "kept-signin-390", full_page=False)
    assert [*await axe_violations(page), *await small_targets(page)] == []
    await page.get_by_role("link", name="ログインする").click()
    await sign_in(page, "organiser")
    await told(page, "posted")
    assert await page.evaluate(WAITING) == []
    assert await is_on_the_board(page, town, "ログインが切れたあとで")


async def test_what_one_person_kept_is_not_sent_under_another_sign_in(
    organised: tuple[ServedTown, Organised], open_page: OpenPage
) -> None:
    town, _ = organised
    page = await open_page(f"{town.url}/login?next={MINE}", 390)
    await sign_in(page, "organiser")
    await page.wait_for_url(f"**{MINE}")
    await page.route("**/programs/mine*", answered(0))
    await post(page, "団体の書いたもの")
    await page.get_by_text("いまは電波がありません").first.wait_for()
    await page.unroute("**/programs/mine*")
    await page.context.clear_cookies()
    await page.goto(f"{town.url}/login?next={MINE}")
    await sign_in(page, "coordinator")
    await page.wait_for_url(f"**{MINE}")
    await page.evaluate("sendKept()")
    assert await page.evaluate(WAITING) == [["カフェ･ド･ポム", "offline"]]
    assert await page.locator("[data-kept]").is_hidden()
    assert not await is_on_the_board(page, town, "団体の書いたもの")
    await page.context.clear_cookies()
    await page.goto(f"{town.url}/login?next={MINE}")
    await sign_in(page, "organiser")  # a session of its own, with another CSRF token than it was kept with
    await told(page, "posted")
    assert await page.evaluate(WAITING) == []
    assert await is_on_the_board(page, town, "団体の書いたもの")


async def test_one_that_always_fails_does_not_hold_up_those_behind_it(
    organised: tuple[ServedTown, Organised], open_page: OpenPage
) -> None:
    town, _ = organised
    first, second = ("/programs/mine?program=study-support", MINE)
    page = await open_page(f"{town.url}/login?next={first}", 390)
    await sign_in(page, "organiser")
    for address in (first, second):
        await page.goto(town.url + address)
        await page.route(f"**{address}", answered(500 if address == first else 0))
        await post(page, "うしろに並んだもの")
        await page.locator("[data-kept] li").nth(0 if address == first else 1).wait_for()
    await page.unroute(f"**{second}")
    await page.evaluate(A_MINUTE_LATER)
    await page.reload()
    await told(page, "posted")
    await page.wait_for_function("async () => (await kept()).length === 1")
    assert await page.evaluate(WAITING) == [["子どもの学習支援", "busy"]]
    assert await is_on_the_board(page, town, "うしろに並んだもの")
    await page.unroute(f"**{first}")
    await page.evaluate("kept().then(([one]) => drop(one.key))")


async def test_asked_to_wait_it_comes_again_by_itself(
    organised: tuple[ServedTown, Organised], open_page: OpenPage
) -> None:
    town, made = organised
    page = await open_page(f"{town.url}{made.link}?program=cafe-de-pomme", 390)
    await page.route("**/programs/post/**", answered(429, **{"Retry-After": "1"}))
    await post(page, "少し待ってから")
    await page.get_by_text("いまは混みあっています").first.wait_for()
    await page.unroute("**/programs/post/**")
    await told(page, "posted")
    assert await page.evaluate(WAITING) == []


async def test_the_servers_last_word_is_shown_until_the_person_decides(
    organised: tuple[ServedTown, Organised], open_page: OpenPage
) -> None:
    town, made = organised
    page = await open_page(f"{town.url}{made.link}?program=cafe-de-pomme", 390)
    await page.route("**/programs/post/**", answered(409))
    await post(page, "先をこされたもの")
    await page.get_by_text("ほかの人が先に変えました").first.wait_for()
    assert await page.input_value("#note") == "先をこされたもの"
    await page.unroute("**/programs/post/**")
    await page.reload()
    assert await page.evaluate(WAITING) == [["カフェ･ド･ポム", "wrong"]]  # not tried again behind their back
    await page.locator("[data-kept]").get_by_role("button", name="やめて消す").click()
    await page.locator("[data-kept]").wait_for(state="hidden")
    assert await page.evaluate(WAITING) == []
    assert not await is_on_the_board(page, town, "先をこされたもの")


async def test_a_family_that_withdrew_meanwhile_does_not_cost_the_others_their_marks(
    organised: tuple[ServedTown, Organised], open_page: OpenPage
) -> None:
    town, made = organised
    page = await open_page(f"{town.url}{made.link}/sessions/{made.session}/attendance", 390)
    for each in await page.get_by_text("来た", exact=True).all():
        await each.click()
    async with anybody(Stage(town.town.app, town.town.clock)) as client:
        assert (await client.post(f"/programs/tickets/{TICKETS[0]}/withdraw")).status_code == 303
    await page.get_by_role("button", name="つける", exact=True).click()
    await told(page, "marked")
    assert "そのあいだに取り消した方2人の分は、つけていません" in await page.inner_text("main")
    assert await page.evaluate(WAITING) == []


async def test_a_list_that_cant_be_read_keeps_what_was_marked(
    organised: tuple[ServedTown, Organised], open_page: OpenPage
) -> None:
    town, made = organised
    page = await open_page(f"{town.url}{made.link}/sessions/{made.session}/attendance", 390)
    last = page.locator("fieldset").last
    await last.get_by_text("来なかった").click()
    await page.eval_on_selector("form[data-queue]", "form => form.noValidate = true")
    await page.fill("#walk_ins", "-3")
    await page.get_by_role("button", name="つける", exact=True).click()
    await page.get_by_text("つけられませんでした").first.wait_for()
    assert await last.locator("input:checked").get_attribute("value") == "missed"
    assert await page.input_value("#walk_ins") == "-3"
    await page.fill("#walk_ins", "3")
    await page.get_by_role("button", name="つける", exact=True).click()
    await told(page, "marked")
    assert await page.input_value("#walk_ins") == "3"


async def test_a_photo_is_made_small_on_the_phone_waits_with_its_week_and_is_shown(
    organised: tuple[ServedTown, Organised], open_page: OpenPage, tmp_path: Path
) -> None:
    town, made = organised
    taken = tmp_path / "IMG_0001.jpg"
    taken.write_bytes(jpeg(4000, 3000, turned=6))
    page = await open_page(f"{town.url}{made.link}?program=cafe-de-pomme", 390)
    await page.set_input_files("#photo", taken)
    await page.wait_for_function("() => document.querySelector('#photo').files[0].name === 'photo.jpg'")
    assert await page.evaluate(SIZE) == [960, 1280]
    await page.context.set_offline(True)
    await post(page, "電波のないところで撮った写真")
    await page.get_by_text("いまは電波がありません").first.wait_for()
    await page.context.set_offline(False)
    await told(page, "posted")
    assert await page.evaluate(WAITING) == []
    assert await barriers(page) == []
    await screenshot(page, "desk-photo-390")
    for width in (390, 1280):
        await page.set_viewport_size({"width": width, "height": 844})
        await page.goto(f"{town.url}/programs/cafe-de-pomme")
        photo = page.get_by_alt_text("電波のないところで撮った写真")
        await photo.scroll_into_view_if_needed()
        await page.wait_for_function("() => document.querySelector('.photo').naturalWidth === 960")
        assert await barriers(page) == []
        await screenshot(page, f"program-photo-{width}")


async def test_what_was_written_before_does_not_come_after_what_is_newer(
    organised: tuple[ServedTown, Organised], open_page: OpenPage
) -> None:
    town, _ = organised
    page = await open_page(f"{town.url}/login?next={MINE}", 390)
    await sign_in(page, "organiser")
    await page.wait_for_url(f"**{MINE}")
    await page.route("**/programs/mine*", answered(503))
    await post(page, "さきに書いたもの")
    await page.locator("[data-kept] li").wait_for()
    await page.unroute("**/programs/mine*")
    await page.goto(town.url + MINE)
    await post(page, "あとから直したもの")
    await page.wait_for_url("**done=posted")
    await page.evaluate(A_MINUTE_LATER)
    await page.evaluate("sendKept()")
    assert await page.evaluate(WAITING) == []
    assert await is_on_the_board(page, town, "あとから直したもの")


@pytest.mark.parametrize("content_type", ["text/plain", "text/html; charset=utf-8"])
async def test_what_something_on_the_way_answers_loses_nothing(
    organised: tuple[ServedTown, Organised], open_page: OpenPage, content_type: str
) -> None:
    town, _ = organised
    page = await open_page(f"{town.url}/login?next={MINE}", 390)
    await sign_in(page, "organiser")
    await page.wait_for_url(f"**{MINE}")
    await page.route("**/programs/mine*", answered(413, "<p>Too large</p>", content_type))
    await post(page, "途中で断られたもの")
    await page.locator("[data-kept] li").wait_for()
    assert await page.input_value("#note") == "途中で断られたもの"
    assert await page.evaluate(WAITING) == [["カフェ･ド･ポム", "wrong"]]
    await page.unroute("**/programs/mine*")
    await page.evaluate("kept().then(([one]) => drop(one.key))")
