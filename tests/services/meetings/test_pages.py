"""Meetings' pages at the level of HTTP: own slots only, who leads, decisions with what they ask for, feeds."""

import re
from typing import Any

import pytest
from sqlmodel import select

from services.meetings.models import AgendaItem, CaseFacts, Decision, Invitation, Meeting, PlanTask
from shared.contracts.words import Consent, DecisionCode, LegalBasis
from tests.nakatosa import HOARDING, Nakatosa, hidden_fields

EVIL = "<b>打ち込んだもの</b>"


async def rows_of(town: Nakatosa, table: type) -> list[Any]:
    async with town.services["meetings"].state.db.reading() as tx:
        return list((await tx.exec(select(table))).all())


def pages_of(town: Nakatosa) -> tuple[str, str]:
    return f"/meetings/sittings/{town.core_sitting}", f"/meetings/sittings/{town.network_sitting}"


async def decide_hoarding(town: Nakatosa, fields: dict[str, Any]) -> Any:
    page = f"{pages_of(town)[0]}/hold"
    item = await town.line_of("promoter-a", town.core_sitting, town.hoarding_case)
    return await (await town.sign_in("promoter-a")).send(f"/meetings/items/{item}/decision", fields, page=page)


@pytest.mark.parametrize("door", ["open", "close", "cancel", "move"])
async def test_a_form_without_its_token_is_refused(town: Nakatosa, door: str) -> None:
    leader = await town.sign_in("promoter-c")
    answer = await leader.client.post(f"{pages_of(town)[1]}/{door}", data={"day": "2026-12-18", "start": "10:00"})
    assert answer.status_code == 403
    assert {row.status for row in await rows_of(town, Meeting) if row.id == town.network_sitting} == {"planned"}


async def test_an_agency_that_was_not_called_sees_nothing(town: Nakatosa) -> None:
    desk, (core, network) = await town.sign_in("desk"), pages_of(town)
    assert [(await desk.see(page)).status_code for page in (core, network)] == [403, 403]
    assert "ネットワーク会議" not in (await desk.see("/meetings")).text


async def test_an_agency_sees_its_own_slot_and_nobody_elses(town: Nakatosa) -> None:
    await decide_hoarding(town, {"code": "send_to_network"})
    network = pages_of(town)[1]
    houkatsu = (await (await town.sign_in("houkatsu")).see(network)).text
    health = (await (await town.sign_in("health")).see(network)).text
    assert ("13:30–14:00" in houkatsu, town.elderly_case in houkatsu, town.hoarding_case in houkatsu) == (
        True, True, False)  # fmt: skip
    assert ("14:00–14:30" in health, town.hoarding_case in health, town.elderly_case in health) == (True, True, False)
    assert "健康福祉課" not in houkatsu.replace("健康福祉課の職員", "")
    assert "14:00–14:30" in (await (await town.sign_in("health")).see("/meetings")).text


@pytest.mark.parametrize("login", ["promoter-b", "houkatsu", "promoter-e"])
async def test_only_who_leads_it_runs_a_sitting(town: Nakatosa, login: str) -> None:
    somebody, core = await town.sign_in(login), pages_of(town)[0]
    token = hidden_fields((await somebody.see("/meetings/subscribe")).text)
    item = await town.line_of("promoter-a", town.core_sitting, town.hoarding_case)
    answers = [await somebody.see(f"{core}/hold")]
    for path in (f"{core}/close", f"{core}/cancel", f"/meetings/items/{item}/decision"):
        answers.append(await somebody.client.post(path, data={**token, "code": "close"}))
    assert [answer.status_code for answer in answers] == [403] * 4
    assert "決定を記録する" not in (await somebody.see(core)).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "どうするかを一つ選んでください"),
        ({"code": EVIL}, "どうするかを一つ選んでください"),
        ({"code": "plan_decided", "review_on": "2027-03-01", "task.0.agency": "houkatsu", "task.0.kind": "visit",
          "task.0.due_on": "2027-01-01"}, "この会議では選べない決定です"),
        ({"code": "watch_until", "until": ""}, "きょうから先の日付を選んでください"),
        ({"code": "watch_until", "until": "2026-12-07"}, "きょうから先の日付を選んでください"),
        ({"code": "watch_until", "until": EVIL}, "きょうから先の日付を選んでください"),
        ({"code": "single_agency", "until": "2027-01-08"}, "受け持つ機関を選んでください"),
        ({"code": "single_agency", "until": "2027-01-08", "owner": "nobody"}, "相談機関を選び直してください"),
        ({"code": "send_to_network", "agencies": ["nobody"]}, "相談機関を選び直してください"),
    ],
)  # fmt: skip
async def test_a_mistake_is_named_and_nothing_is_decided(town: Nakatosa, fields: dict[str, Any], sentence: str) -> None:
    answer = await decide_hoarding(town, fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<b>" not in answer.text
    assert [row.case_ref for row in await rows_of(town, Decision)] == [town.elderly_case]


async def test_fields_of_another_decision_do_not_count(town: Nakatosa) -> None:
    answer = await decide_hoarding(town, {"code": "close", "until": "2027-01-08", "owner": "houkatsu"})
    assert answer.headers["location"].endswith("/hold?done=close")
    closed = next(row for row in await rows_of(town, Decision) if row.case_ref == town.hoarding_case)
    assert (closed.code, closed.until, closed.owner) == (DecisionCode.CLOSE, None, None)


async def test_who_comes_second_learns_that_it_is_decided(town: Nakatosa) -> None:
    page = f"{pages_of(town)[0]}/hold"
    item = await town.line_of("promoter-a", town.core_sitting, town.elderly_case)
    late = await (await town.sign_in("promoter-a")).send(
        f"/meetings/items/{item}/decision", {"code": "close"}, page=page
    )
    assert late.status_code == 409
    assert "この議題はすでに決定されています" in late.text


async def test_a_line_without_consent_says_why_and_offers_nothing(town: Nakatosa) -> None:
    async with town.services["meetings"].state.db.transaction() as tx:
        facts = await tx.get(CaseFacts, town.hoarding_case)
        facts.consent = Consent.ASKED
        line = (await tx.exec(select(AgendaItem).where(AgendaItem.case_ref == town.hoarding_case))).one()
        line.legal_basis = LegalBasis.MANUAL
        tx.add_all([facts, line])
    shown = (await (await town.sign_in("promoter-a")).see(f"{pages_of(town)[0]}/hold")).text
    assert "この議題は開けません" in shown
    assert 'name="code"' not in shown
    assert (await decide_hoarding(town, {"code": "close"})).status_code == 409


async def test_a_plan_gives_each_agency_its_task(town: Nakatosa) -> None:
    await town.begin("promoter-c", town.network_sitting)
    item = await town.line_of("promoter-c", town.network_sitting, town.elderly_case)
    plan = {
        "code": "plan_decided", "review_on": "2027-03-01",
        "task.0.agency": "houkatsu", "task.0.kind": "care_service", "task.0.due_on": "2026-12-25",
        "task.4.agency": "self-reliance", "task.4.kind": "household_budget", "task.4.due_on": "2027-01-15",
    }  # fmt: skip
    await town.decide("promoter-c", town.network_sitting, item, plan)
    tasks = {task.agency: (task.kind.value, str(task.due_on), task.id) for task in await rows_of(town, PlanTask)}
    assert {agency: task[:2] for agency, task in tasks.items()} == {
        "houkatsu": ("care_service", "2026-12-25"), "self-reliance": ("household_budget", "2027-01-15"),
    }  # fmt: skip
    houkatsu = await town.sign_in("houkatsu")
    foreign = await houkatsu.send(f"/meetings/tasks/{tasks['self-reliance'][2]}/finish", {}, page="/meetings")
    own = await houkatsu.send(f"/meetings/tasks/{tasks['houkatsu'][2]}/finish", {}, page="/meetings")
    assert (foreign.status_code, own.headers["location"]) == (403, "/meetings?done=task")
    assert [task.agency for task in await rows_of(town, PlanTask) if task.done_at] == ["houkatsu"]


async def test_moving_tells_what_is_wrong_or_moves(town: Nakatosa) -> None:
    leader, network = await town.sign_in("promoter-c"), pages_of(town)[1]
    for fields, sentence in (
        ({"day": "", "start": "10:00"}, "入力してください"),
        ({"day": "2026-12-18", "start": EVIL}, "この欄を見直してください"),
        ({"day": "2026-12-01", "start": "10:00"}, "過ぎた日時は選べません"),
    ):
        refused = await leader.send(f"{network}/move", fields, page=network)
        assert (refused.status_code, sentence in refused.text, "<b>" in refused.text) == (422, True, False)
    moved = await leader.send(f"{network}/move", {"day": "2026-12-18", "start": "10:00"}, page=network)
    shown = (await leader.see(moved.headers["location"])).text
    assert ("12月18日(金) 10:00–11:30" in shown, "日時を変えました" in shown) == (True, True)


async def test_calling_off_says_so_and_carries_the_lines(town: Nakatosa) -> None:
    leader, network = await town.sign_in("promoter-c"), pages_of(town)[1]
    answer = await leader.send(f"{network}/cancel", {}, page=network)
    shown = (await leader.see(answer.headers["location"])).text
    assert ("取りやめになりました" in shown, "会議を始める" in shown) == (True, False)


async def test_an_agency_not_in_the_secrecy_register_is_held(town: Nakatosa) -> None:
    await decide_hoarding(town, {"code": "send_to_network", "agencies": ["four-corporations"]})
    shown = (await (await town.sign_in("promoter-c")).see(pages_of(town)[1])).text
    assert "守秘の名簿にないため保留" in shown
    held = [call.invitee for call in await rows_of(town, Invitation) if call.status == "held"]
    assert held == ["four-corporations"]


async def test_the_agenda_names_lane_minutes_and_source(town: Nakatosa) -> None:
    shown = (await (await town.sign_in("promoter-e")).see(pages_of(town)[0])).text
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))
    assert "C-2026-0002 住まい、地域との関係 10分 ■ 支援会議（106条の6） なぜ：新しい候補。" in text
    assert "窓口だけでは支えきれないとの申し出。" in text
    assert "この会議の構成員のため（包括化推進員）" in text


async def test_a_calendar_address_is_for_ones_own_and_works(town: Nakatosa) -> None:
    houkatsu, page = await town.sign_in("houkatsu"), "/meetings/subscribe"
    for feed in ("agency:health-welfare", "post:A", "agency:houkatsu:x"):
        assert (await houkatsu.send(page, {"feed": feed})).status_code in (403, 422)
    made = await houkatsu.send(page, {"feed": "agency:houkatsu"})
    address = re.findall(r'value="(http://town\.test/meetings/feeds/[\w-]+\.ics)"', made.text)[0]
    assert address not in (await houkatsu.see(page)).text
    houkatsu.client.cookies.clear()
    text = await houkatsu.see(address)
    assert (text.status_code, text.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert "SUMMARY:安心生活応援ネットワーク会議" in text.text


async def test_one_sitting_can_be_put_into_a_calendar_as_one_is_called_to_it(town: Nakatosa) -> None:
    network = pages_of(town)[1]
    whole, slot = [
        (await (await town.sign_in(login)).see(f"{network}/calendar.ics")) for login in ("promoter-c", "houkatsu")
    ]
    assert whole.headers["content-disposition"] == 'attachment; filename="kaigi.ics"'
    assert (f"UID:{town.network_sitting}@yui" in whole.text, "T150000" in whole.text) == (True, True)
    assert ("UID:slot-" in slot.text, "T140000" in slot.text, "T150000" in slot.text) == (True, True, False)
    assert [text.count("BEGIN:VEVENT") for text in (whole.text, slot.text)] == [1, 1]
    assert "calendar.ics" in (await (await town.sign_in("houkatsu")).see(network)).text
    assert (await (await town.sign_in("desk")).see(f"{network}/calendar.ics")).status_code == 403


async def test_a_line_carried_over_can_be_read_at_the_next_sitting(town: Nakatosa) -> None:
    leader, core = await town.sign_in("promoter-a"), pages_of(town)[0]
    await leader.send(f"{core}/close", {}, page=f"{core}/hold")
    upcoming = next(each["id"] for each in await town.sittings_of("promoter-a") if each["body"] == "core")
    shown = (await leader.see(f"/meetings/sittings/{upcoming}")).text
    assert (town.hoarding_case in shown, "前回から持ち越し 1回" in shown) == (True, True)
    assert str(HOARDING["person.name"]) not in shown


async def test_an_admin_arranges_sittings_but_neither_sees_nor_holds_them(town: Nakatosa) -> None:
    admin, (core, network) = await town.sign_in("admin"), pages_of(town)
    shown = [(await admin.see(page)).text for page in (core, network)]
    for secret in (town.elderly_case, town.hoarding_case, "地域包括支援センター", "会議を始める", "会議を続ける"):
        assert [secret in page for page in shown] == [False, False]
    assert "この会議に出る人だけが見られます" in shown[1]
    item = await town.line_of("promoter-a", town.core_sitting, town.hoarding_case)
    token = hidden_fields(shown[1])
    refused = [await admin.see(f"{core}/hold")]
    for path in (f"{network}/open", f"{core}/close", f"/meetings/items/{item}/decision"):
        refused.append(await admin.client.post(path, data={**token, "code": "close"}))
    assert [answer.status_code for answer in refused] == [403] * 4
    moved = await admin.send(f"{network}/move", {"day": "2026-12-18", "start": "10:00"}, page=network)
    assert "12月18日(金) 10:00–11:30" in (await admin.see(moved.headers["location"])).text
    cancelled = await admin.send(f"{network}/cancel", {}, page=network)
    assert "取りやめになりました" in (await admin.see(cancelled.headers["location"])).text
    listed = (await admin.see("/meetings/api/meetings?body=core")).json()
    assert town.core_sitting in [sitting["id"] for sitting in listed]


async def test_an_agenda_is_put_right_on_its_page(town: Nakatosa) -> None:
    leader, core = await town.sign_in("promoter-a"), pages_of(town)[0]
    page = f"{core}/agenda"
    answer = await leader.send(page, {"theme": "transport", "title": EVIL})
    assert answer.status_code == 303
    shown = (await leader.see(page)).text
    assert "&lt;b&gt;打ち込んだもの" in shown
    (line,) = [row for row in await rows_of(town, AgendaItem) if row.title == EVIL]
    for do, place in (("up", 1), ("down", 2)):
        assert (await leader.send(f"/meetings/items/{line.id}/arrange", {"do": do}, page=page)).status_code == 303
        open_lines = re.findall(r'id="line-([^"]+)"', (await leader.see(page)).text)
        assert open_lines.index(line.id) == min(place, len(open_lines)) - 1
    wrong = await leader.send(f"/meetings/items/{line.id}/arrange", {"do": "minutes", "minutes": "0"}, page=page)
    assert (wrong.status_code, "1分から240分まで" in wrong.text) == (422, True)
    for fields, said in (
        ({"theme": ""}, "何についてかを選んで"),
        ({"case_ref": "42"}, "C-2026-0042"),
        ({"case_ref": "C-2026-9999"}, "抽出された事案の番号"),
    ):
        refused = await leader.send(page, fields)
        assert (refused.status_code, said in refused.text) == (422, True), fields
    assert (await leader.send(f"/meetings/items/{line.id}/arrange", {"do": "off"}, page=page)).status_code == 303
    assert line.id not in (await leader.see(page)).text


async def test_the_subscribe_page_shows_the_steps_for_ones_own_calendar(town: Nakatosa) -> None:
    nurse, page = await town.sign_in("promoter-d"), "/meetings/subscribe"
    first = (await nurse.see(page)).text
    assert ("わたしの会議ぜんぶ" in first, "Google は最大24時間遅れます" in first, "48時間以内" in first) == (True,) * 3
    made = (await nurse.send(page, {"feed": "personal:", "client": "thunderbird", "name": "仕事のスマホ"})).text
    assert made.index("「新しいカレンダー」→「ネットワーク上」") < made.index("ほかのカレンダー")
    listed = (await nurse.see(page)).text
    assert ("仕事のスマホ" in listed, "まだ取得されていません" in listed, "令和9年" in listed) == (True,) * 3


async def test_an_address_is_renewed_and_ended_on_the_page(town: Nakatosa) -> None:
    nurse, page = await town.sign_in("promoter-d"), "/meetings/subscribe"
    await nurse.send(page, {"feed": "post:D", "name": "古い電話"})
    reference = re.findall(r"/subscribe/(\w+)/rotate", (await nurse.see(page)).text)[0]
    renewed = await nurse.send(f"{page}/{reference}/rotate", {}, page=page)
    assert re.search(r'value="http://town\.test/meetings/feeds/[\w-]+\.ics"', renewed.text)
    assert "新しいアドレスに替わります" in (await nurse.see(page)).text
    ended = await nurse.send(f"{page}/{reference}/revoke", {}, page=page)
    assert (ended.status_code, ended.headers["location"]) == (303, f"{page}?done=revoke")
    assert "終わりました" in (await nurse.see(page)).text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"feed": "post:A B"}, "feed"),
        ({"feed": "post:"}, "feed"),
        ({}, "feed"),
        ({"feed": "post:D", "detail": "all"}, "detail"),
        ({"feed": "post:D", "client": "x"}, "client"),
        ({"feed": "post:D", "name": "a\u2028b"}, "name"),
        ({"feed": "area:nowhere"}, "feed"),
    ],
)
async def test_a_wrong_choice_comes_back_with_its_field(town: Nakatosa, fields: dict[str, str], field: str) -> None:
    nurse, page = await town.sign_in("promoter-d"), "/meetings/subscribe"
    answer = await nurse.send(page, fields)
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
    assert "あなたの購読" not in (await nurse.see(page)).text
