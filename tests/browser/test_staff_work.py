"""Staff at work in a browser: by keyboard alone, without JavaScript, with mistakes."""

import pytest
from fastapi import FastAPI
from playwright.async_api import Page
from sqlalchemy import insert

from shared.bus.tables import dead_letters
from shared.db.core import execute
from tests.browser.looking import OpenPage, axe_violations, barriers, screenshot, small_targets, told
from tests.browser.town import ServedTown
from tests.nakatosa import ADDRESS, KANA, NAME, NOTE, PHONE
from tests.services.meetings.ics import calendar, event

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TYPED = "打ちかけの名前"
WORK = calendar(event("DTSTART:20261210T010000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4"))


async def tab_to(page: Page, selector: str) -> None:
    """Press Tab until that element has the focus, as somebody without a mouse does."""
    for _ in range(120):
        await page.keyboard.press("Tab")
        if await page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard never reaches {selector}")


async def test_takes_a_consultation_by_keyboard(nakatosa_used: ServedTown, open_page: OpenPage) -> None:
    page = await nakatosa_used.visit(open_page, "jiritsu", "/intake/consultations/new")
    await tab_to(page, "[name=route]")
    await page.keyboard.press("ArrowRight")
    await tab_to(page, "[id='person.name']")
    await page.keyboard.type("見本 きい")
    await tab_to(page, "#categories [value=job_search]")
    await page.keyboard.press("Space")
    await tab_to(page, "#most_pressing [value=job_search]")
    await page.keyboard.press("Space")
    await tab_to(page, "[name=consent]")
    await page.keyboard.press("ArrowRight")
    await tab_to(page, ".action-bar button")
    await page.keyboard.press("Enter")
    await told(page, "consultation")
    assert await page.get_by_text("書きとめました").is_visible()
    assert "仕事探し" in await page.inner_text("main")
    assert "同意を確認中" in await page.inner_text("main")
    assert "見本 きい" not in await page.content()


async def test_decides_a_line_by_keyboard(nakatosa_used: ServedTown, open_page: OpenPage) -> None:
    path = f"/meetings/sittings/{nakatosa_used.town.core_sitting}/hold"
    page = await nakatosa_used.visit(open_page, "promoter-a", path)
    await tab_to(page, "[name=code]")
    await page.keyboard.press("ArrowDown")  # from the first choice to 様子を見る
    await tab_to(page, "#until")
    await tab_to(page, ".action-bar button")
    await page.keyboard.press("Enter")
    await told(page, "watch_until")
    assert await page.get_by_text("すべて決まりました").is_visible()
    assert "次は 1月5日(火)" in await page.inner_text("main")
    await tab_to(page, ".action-bar button")
    await page.keyboard.press("Enter")
    await told(page, "close")
    assert await page.get_by_text("終わりました").is_visible()


async def test_takes_a_consultation_without_javascript(nakatosa_used: ServedTown, open_page: OpenPage) -> None:
    page = await nakatosa_used.visit(open_page, "desk", "/intake/consultations/new", javascript=False)
    await page.fill("[id='person.name']", "見本 こうち")
    await page.check("[name=categories][value=withdrawal]")
    await page.check("[name=categories][value=income]")
    await page.check("[name=most_pressing][value=withdrawal]")
    await page.click("text=書きとめる")
    assert page.url.endswith("/intake/cases/C-2026-0004?done=consultation")
    assert await page.get_by_text("次のコア会議の議題に上がります").is_visible()


async def test_reads_who_they_are_without_javascript(nakatosa_used: ServedTown, open_page: OpenPage) -> None:
    path = f"/intake/cases/{nakatosa_used.town.elderly_case}"
    page = await nakatosa_used.visit(open_page, "houkatsu", path, javascript=False)
    assert NAME not in await page.content()
    await page.click("text=記録して開く")
    assert await page.get_by_text("見る理由を選んでください").count() == 2  # at the top and beside the choice
    assert NAME not in await page.content()
    await page.check("[name=why][value=support_case]")
    await page.click("text=記録して開く")
    main = await page.inner_text("main")
    assert [word for word in (NAME, KANA, PHONE, ADDRESS, "1944-05-06", NOTE) if word not in main] == []
    assert "この閲覧を記録しました" in main


async def test_sends_a_case_to_the_network_without_javascript(nakatosa_used: ServedTown, open_page: OpenPage) -> None:
    path = f"/meetings/sittings/{nakatosa_used.town.core_sitting}/hold"
    page = await nakatosa_used.visit(open_page, "promoter-a", path, javascript=False)
    await page.check("[name=code][value=send_to_network]")
    await page.click("text=ほかに呼ぶ機関を足す")
    await page.check("[name=agencies][value=rights-centre]")
    await page.click("text=決定を記録する")
    assert page.url.endswith("/hold?done=send_to_network")
    assert "ネットワークへ 次は 12月11日(金)" in " ".join((await page.inner_text("main")).split())


async def test_decides_a_plan_with_tasks_without_javascript(nakatosa_used: ServedTown, open_page: OpenPage) -> None:
    sitting = f"/meetings/sittings/{nakatosa_used.town.network_sitting}"
    page = await nakatosa_used.visit(open_page, "promoter-c", sitting, 1280, javascript=False)
    await page.click("text=会議を始める")
    await page.check("[name=code][value=plan_decided]")
    await page.click("text=決定を記録する")
    assert await page.get_by_text("だれが何をするか、一つは決めてください").count() == 2
    for row, (agency, kind) in enumerate([("houkatsu", "care_service"), ("self-reliance", "household_budget")]):
        await page.select_option(f"[name='task.{row}.agency']", agency)
        await page.select_option(f"[name='task.{row}.kind']", kind)
    await page.fill("[name='task.0.due_on']", "2026-12-25")
    await page.click("text=決定を記録する")
    assert await page.locator("[id='task.1.due_on'][aria-invalid]").count() == 1
    assert await page.locator("[id='task.0.due_on'][aria-invalid]").count() == 0
    assert await page.input_value("[name='task.1.kind']") == "household_budget"
    await screenshot(page, "staff-plan-wrong-1280")
    await page.fill("[name='task.1.due_on']", "2027-01-15")
    await page.click("text=決定を記録する")
    assert page.url.endswith("/hold?done=plan_decided")
    await page.get_by_role("button", name="会議を終える").click()
    assert page.url.endswith("?done=close")
    mine = await nakatosa_used.visit(open_page, "houkatsu", "/meetings", javascript=False)
    await screenshot(mine, "staff-tasks-390")
    await mine.get_by_role("button", name="介護サービスの調整").click()
    assert await mine.get_by_text("完了にしました").is_visible()
    assert await mine.get_by_text("残っている役割はありません").is_visible()


async def test_a_mistake_keeps_what_was_typed_and_says_where(nakatosa_used: ServedTown, open_page: OpenPage) -> None:
    page = await nakatosa_used.visit(open_page, "houkatsu", "/intake/consultations/new")
    await page.fill("[id='person.name']", TYPED)
    await page.fill("#note", TYPED)
    await page.check("[name=route][value=family]")
    await page.fill("#next_date", "2026-01-01")
    await page.click("text=書きとめる")
    assert await page.evaluate("document.activeElement.className") == "notice errors"
    assert "ひとつ以上選んでください" in await page.inner_text("#categories")
    await page.check("[name=categories][value=food]")
    await page.click("text=書きとめる")
    assert "これからの日付を選んでください" in await page.inner_text(".field.wrong")
    assert (await page.input_value("[id='person.name']"), await page.input_value("#note")) == (TYPED, TYPED)
    assert await page.is_checked("[name=route][value=family]")
    assert await page.get_by_text("次に様子を見る日：これからの日付を選んでください").is_visible()
    assert (await page.content()).count(TYPED) == 2  # in its two fields and nowhere else
    assert await axe_violations(page) == []
    await screenshot(page, "staff-consultation-wrong-390", full_page=False)


async def test_gets_a_calendar_address(nakatosa_used: ServedTown, open_page: OpenPage) -> None:
    page = await nakatosa_used.visit(open_page, "promoter-c", "/meetings/subscribe")
    await page.check("[value='agency:rights-centre']")
    await page.click("text=アドレスを作る")
    address = await page.input_value("#feed")
    assert address.startswith("http://town.test/meetings/feeds/")
    assert await axe_violations(page) == []
    assert await small_targets(page) == []
    await screenshot(page, "staff-subscribe-made-390", full_page=False)
    await page.click("text=購読の一覧へ")
    for width in (390, 1280):
        await page.set_viewport_size({"width": width, "height": 844})
        assert await page.get_by_text("まだ取得されていません").is_visible()
        assert await barriers(page) == []
    await screenshot(page, "staff-subscribe-list-1280")
    await page.get_by_role("button", name="「結の会議」を終わらせる").click()
    assert await page.get_by_text("購読を終わらせました").is_visible()


async def test_answers_a_referral(nakatosa_used: ServedTown, open_page: OpenPage) -> None:
    page = await nakatosa_used.visit(open_page, "houkatsu", "/intake")
    await page.click("text=つなぎの返事待ち")
    await page.click("text=引き受ける")
    assert await page.get_by_text("引き受けました").is_visible()
    await page.click("text=事案を見る")
    assert "健康福祉課、地域包括支援センター" in await page.inner_text("main")


@pytest.mark.parametrize("width", [390, 1280])
async def test_an_undelivered_fact_can_be_read_and_tried_again(
    nakatosa_used: ServedTown, open_page: OpenPage, width: int
) -> None:
    await bury(nakatosa_used.town.services["meetings"])
    page = await nakatosa_used.visit(open_page, "admin", "/meetings/dead-letters", width)
    await screenshot(page, f"staff-dead-letters-full-{width}")
    assert await axe_violations(page) == []
    assert await small_targets(page) == []
    await page.get_by_role("button", name="もう一度").click()
    assert await page.get_by_text("2回ためしました").is_visible()


async def bury(app: FastAPI) -> None:
    """A fact that meetings could not read."""
    async with app.state.db.transaction() as tx:
        await execute(
            tx,
            insert(dead_letters),
            [{
                "consumer": "meetings-propose-case", "stream": "INTAKE", "stream_seq": 7, "event_id": "e7",
                "subject": "intake.case_proposed.v1.39401", "headers": '{"ce-type": "intake.case_proposed.v1"}',
                "body": b"{}", "reason": "ValidationError: aggregate_id", "attempts": 1, "buried_at": app.state.clock(),
            }],
        )  # fmt: skip


async def test_hands_in_a_calendar_and_forgets_it(nakatosa_used: ServedTown, open_page: OpenPage) -> None:
    page = await nakatosa_used.visit(open_page, "promoter-c", "/meetings/busy")
    for octets, said in ((b"no calendar", "として読めませんでした"), (WORK, "取り込みました")):
        await page.set_input_files("#calendar", {"name": "work.ics", "mimeType": "text/calendar", "buffer": octets})
        await page.get_by_role("button", name="取り込む", exact=True).click()
        assert await page.locator("main").get_by_text(said).first.is_visible()
        assert await barriers(page) == []
    assert "4件" in await page.inner_text("main")
    await screenshot(page, "staff-busy-known")
    await page.get_by_role("button", name="取り込んだ予定を消す").click()
    assert await page.get_by_text("まだ何も取り込んでいません").is_visible()
