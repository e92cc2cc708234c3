"""Intake's pages at the level of HTTP: who gets in, what is refused, what is kept and never repeated."""

from typing import Any

import pytest
from sqlmodel import select

from services.intake.models import Case, Consultation, Referral
from shared.contracts.words import Consent
from shared.sealed import AccessLog
from tests.nakatosa import HOARDING, NAME, SINGLE_FIELD, Nakatosa, hidden_fields

NEW = "/intake/consultations/new"
EVIL = "<b>打ち込んだもの</b>"


async def rows_of(town: Nakatosa, table: type) -> list[Any]:
    async with town.services["intake"].state.db.reading() as tx:
        return list((await tx.exec(select(table))).all())


@pytest.mark.parametrize(
    "path",
    [
        NEW,
        "/intake/cases/{elderly_case}/identity",
        "/intake/cases/{elderly_case}/consent",
        "/intake/cases/{elderly_case}/referrals",
        "/intake/referrals/{referral}/answer",
    ],
)
async def test_a_form_without_its_token_is_refused(town: Nakatosa, path: str) -> None:
    houkatsu = await town.sign_in("houkatsu")
    answer = await houkatsu.client.post(path.format(**vars(town)), data={"why": "support_case", "accepted": "true"})
    assert answer.status_code == 403
    assert "ページを開き直してから" in answer.text


@pytest.mark.parametrize("path", ["/intake", NEW, "/intake/cases", "/intake/cases/C-2026-0001", "/intake/referrals/x"])
async def test_whoever_is_not_signed_in_is_sent_to_the_door(town: Nakatosa, path: str) -> None:
    houkatsu = await town.sign_in("houkatsu")
    houkatsu.client.cookies.clear()
    answer = await houkatsu.see(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/login?next={path}")


@pytest.mark.parametrize("login", ["desk", "jiritsu"])
async def test_another_agencys_case_stays_shut(town: Nakatosa, login: str) -> None:
    stranger, case = await town.sign_in(login), f"/intake/cases/{town.elderly_case}"
    opened = [await stranger.see(case), await stranger.see(f"{NEW}?case_ref={town.elderly_case}")]
    token = hidden_fields((await stranger.see(NEW)).text)["csrf_token"]
    for door, fields in {"identity": {"why": "support_case"}, "consent": {"consent": "withdrawn"}}.items():
        opened.append(await stranger.client.post(f"{case}/{door}", data={"csrf_token": token, **fields}))
    assert [answer.status_code for answer in opened] == [403, 403, 403, 403]
    assert not any(NAME in answer.text for answer in opened)
    assert town.elderly_case not in (await stranger.see("/intake/cases")).text


async def test_another_agencys_referral_does_not_exist(town: Nakatosa) -> None:
    stranger = await town.sign_in("desk")
    assert (await stranger.see(f"/intake/referrals/{town.referral}")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"person.name": "あ" * 201}, "もう少し短くしてください"),
        ({"person.name": "見本\u202e"}, "使えない文字が入っています"),
        ({"person.phone": EVIL}, "この欄を見直してください"),
        ({"person.birth_date": "きのう"}, "この欄を見直してください"),
        ({"categories": []}, "ひとつ以上選んでください"),
        ({"categories": ["unknown"]}, "この欄を見直してください"),
        ({"consent": "withdrawn"}, "この欄を見直してください"),
        ({"next_date": "2026-12-07"}, "これからの日付を選んでください"),
        ({"area": "nowhere"}, "地域を選び直してください"),
        ({"打ち込んだ名前": "x"}, "この欄を見直してください"),
    ],
)
async def test_a_mistake_is_named_and_nothing_is_written(
    town: Nakatosa, fields: dict[str, str | list[str]], sentence: str
) -> None:
    before = len(await rows_of(town, Case))
    answer = await (await town.sign_in("jiritsu")).send(NEW, {**SINGLE_FIELD, **fields})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<b>" not in answer.text
    assert "打ち込んだ名前" not in answer.text
    assert len(await rows_of(town, Case)) == before


async def test_staff_write_for_their_own_agency_only(town: Nakatosa) -> None:
    answer = await (await town.sign_in("jiritsu")).send(NEW, {**SINGLE_FIELD, "agency": "houkatsu"})
    assert answer.status_code == 403
    assert "ほかの機関の記録は書けません" in answer.text
    assert "見本 上" in answer.text  # what was typed is still there


async def test_the_same_form_sent_twice_is_one_consultation(town: Nakatosa) -> None:
    desk = await town.sign_in("jiritsu")
    fields = {**hidden_fields((await desk.see(NEW)).text), **SINGLE_FIELD}
    answers = [await desk.client.post(NEW, data=fields) for _ in range(2)]
    assert [answer.headers["location"] for answer in answers] == ["/intake/cases/C-2026-0004?done=consultation"] * 2
    assert len(await rows_of(town, Consultation)) == 4


async def test_a_mark_left_on_an_issue_that_was_unticked_counts_for_nothing(town: Nakatosa) -> None:
    case = await town.take("jiritsu", {**SINGLE_FIELD, "categories": ["debt", "food"], "most_pressing": "housing"})
    taken = next(row for row in await rows_of(town, Consultation) if row.case_ref == case)
    assert (taken.categories, taken.most_pressing) == (["debt", "food"], "debt")


async def test_a_further_contact_joins_its_case(town: Nakatosa) -> None:
    page = f"{NEW}?case_ref={town.debt_case}"
    jiritsu = await town.sign_in("jiritsu")
    assert "名前や住所は、はじめの相談のものを使います" in (await jiritsu.see(page)).text
    fields = {"categories": ["health"], "route": "family", "urgency": "soon"}
    answer = await jiritsu.send(NEW, fields, page=page)
    assert answer.headers["location"] == f"/intake/cases/{town.debt_case}?done=consultation"
    shown = (await jiritsu.see(answer.headers["location"])).text
    assert "病気・健康・障害、債務" in shown
    assert "次のコア会議の議題に上がります" in shown


async def test_a_reading_is_written_down_with_its_reason(town: Nakatosa) -> None:
    case = f"/intake/cases/{town.elderly_case}"
    houkatsu = await town.sign_in("houkatsu")
    for fields in ({}, {"why": "reseal"}, {"why": EVIL}):
        refused = await houkatsu.send(f"{case}/identity", fields, page=case)
        assert (refused.status_code, NAME in refused.text, EVIL in refused.text) == (422, False, False)
    shown = await houkatsu.send(f"{case}/identity", {"why": "person_asked"}, page=case)
    assert NAME in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert {(row.case_ref, row.why) for row in await rows_of(town, AccessLog)} == {(town.elderly_case, "person_asked")}


async def test_consent_goes_step_by_step(town: Nakatosa) -> None:
    case, health = f"/intake/cases/{town.hoarding_case}", await town.sign_in("health")
    answer = await health.send(f"{case}/consent", {"consent": "given"}, page=case)
    assert answer.headers["location"] == f"{case}?done=consent"
    assert "同意を記録しました" in (await health.see(answer.headers["location"])).text
    assert (await health.send(f"{case}/consent", {"consent": "asked"}, page=case)).status_code == 422
    assert {row.case_ref: row.consent for row in await rows_of(town, Case)}[town.hoarding_case] is Consent.GIVEN


async def test_a_referral_needs_somebody_to_ask(town: Nakatosa) -> None:
    case, health = f"/intake/cases/{town.hoarding_case}", await town.sign_in("health")
    answer = await health.send(f"{case}/referrals", {"to_agency": ""}, page=case)
    assert answer.status_code == 422
    assert "相談機関を選び直してください" in answer.text


async def test_a_no_needs_a_reason_and_the_asker_reads_it(town: Nakatosa) -> None:
    page, houkatsu = f"/intake/referrals/{town.referral}", await town.sign_in("houkatsu")
    bare = await houkatsu.send(f"{page}/answer", {"accepted": "false"}, page=page)
    assert bare.status_code == 422
    assert "引き受けられない理由を選んでください" in bare.text
    await houkatsu.send(f"{page}/answer", {"accepted": "false", "reason": "no-room"}, page=page)
    assert "いまは手がいっぱい" in (await (await town.sign_in("health")).see(page)).text
    assert [(row.accepted, row.decline_reason) for row in await rows_of(town, Referral)] == [(False, "no-room")]


async def test_only_the_asked_agency_answers(town: Nakatosa) -> None:
    page, health = f"/intake/referrals/{town.referral}", await town.sign_in("health")
    assert "返事を待っています" in (await health.see(page)).text
    answer = await health.send(f"{page}/answer", {"accepted": "true"}, page=NEW)
    assert answer.status_code == 403


async def test_today_lists_what_waits_oldest_first(town: Nakatosa) -> None:
    await town.take("houkatsu", {**HOARDING, "agency": "houkatsu", "next_date": "2026-12-09"})
    houkatsu = await town.sign_in("houkatsu")
    shown = (await houkatsu.see("/intake")).text
    assert "つなぎの返事待ち" in shown
    assert shown.index("健康福祉課 から") < shown.index("9日(水)")
    assert NAME not in shown
