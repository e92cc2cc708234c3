"""Nakatosa's loop in memory, on both databases, and the rules it must never break."""

from datetime import timedelta

from sqlmodel import select

from services.intake.models import Case
from services.intake.timers import TIMERS
from services.meetings.models import AgendaItem
from services.notify.models import Message
from services.programs.models import ResourceGap
from services.scenario.nakatosa import play
from services.scenario.story import Story
from services.scenario.visitor import Visitor
from shared.clock import new_id
from shared.outbox import replay
from tests.flows.people import story_on
from tests.flows.stage import Stage


async def test_the_whole_loop(stage: Stage) -> None:
    story = story_on(stage)
    await play(story)
    assert len(story.rows) == 12


async def test_the_loop_can_be_played_again(stage: Stage) -> None:
    first = await play(story_on(stage))
    stage.clock.turn(days=1)
    second = await play(story_on(stage))
    assert first.with_consent != second.with_consent


async def test_replaying_every_fact_changes_nothing(stage: Stage) -> None:
    await play(story_on(stage))
    before = await _everything(stage)
    for app in stage.apps.values():
        async with app.state.db.transaction() as tx:
            assert await replay(tx) >= 0
    await stage.settle()
    assert await _everything(stage) == before


async def test_no_open_case_is_ever_without_a_next_date(stage: Stage) -> None:
    await play(story_on(stage))
    async with stage.apps["intake"].state.db.reading() as tx:
        cases = (await tx.exec(select(Case))).all()
    assert len(cases) == 3
    assert all(case.next_date is not None or case.closed_at is not None for case in cases)


async def test_withdrawn_consent_takes_the_line_and_the_calls_within_one_delivery(stage: Stage) -> None:
    story = story_on(stage)
    care, leader = await story.sign_in("houkatsu"), await story.sign_in("promoter-a")
    case = await _proposed(story, stage)
    assert [line["case_ref"] for line in await _core_lines(leader)] == [case]
    await care.post(f"/intake/api/cases/{case}/consent", {"consent": "withdrawn"})
    await stage.settle()
    assert await _core_lines(leader) == []
    view = await care.get(f"/intake/api/cases/{case}")
    assert view["stage"] == "consultation"
    assert view["next_date"] <= "2026-11-27"  # the agency looks again soon: the case does not fall off


async def test_consent_given_again_brings_the_case_back(stage: Stage) -> None:
    story = story_on(stage)
    care, leader = await story.sign_in("houkatsu"), await story.sign_in("promoter-a")
    case = await _proposed(story, stage)
    for consent in ("withdrawn", "given"):
        await care.post(f"/intake/api/cases/{case}/consent", {"consent": consent})
        await stage.settle()
    assert [line["case_ref"] for line in await _core_lines(leader)] == [case]


async def test_a_growing_case_stands_on_the_agenda_once(stage: Stage) -> None:
    story = story_on(stage)
    care, leader = await story.sign_in("houkatsu"), await story.sign_in("promoter-a")
    case = await _proposed(story, stage)
    again = {"request_id": new_id(), "case_ref": case, "agency": "houkatsu", "categories": ["debt"]}
    await care.post("/intake/api/consultations", again)
    await care.post("/intake/api/consultations", again)  # a form sent twice is one contact
    await stage.settle()
    lines = await _core_lines(leader)
    assert [(line["case_ref"], line["consultations"]) for line in lines] == [(case, 2)]


async def test_what_is_not_decided_is_carried_to_the_next_sitting(stage: Stage) -> None:
    story = story_on(stage)
    leader = await story.sign_in("promoter-a")
    starts_at = (stage.clock() + timedelta(minutes=10)).isoformat()
    extra = await leader.post("/meetings/api/meetings", {"body": "core", "starts_at": starts_at})
    case = await _proposed(story, stage)
    await leader.post(f"/meetings/api/meetings/{extra['id']}/open")
    await leader.post(f"/meetings/api/meetings/{extra['id']}/close")
    lines = await _core_lines(leader)
    assert [(line["case_ref"], line["times_carried"]) for line in lines] == [(case, 1)]


async def test_an_emergency_is_reported_afterwards(stage: Stage) -> None:
    story = story_on(stage)
    care, leader = await story.sign_in("houkatsu"), await story.sign_in("promoter-a")
    single = {"agency": "houkatsu", "categories": ["long_term_care"]}
    case = (await care.post("/intake/api/consultations", single))["case_ref"]
    started = {"request_id": new_id(), "agency": "houkatsu"}
    for _ in range(2):  # a form sent twice reports it once
        await care.post(f"/intake/api/cases/{case}/emergency", started)
    await stage.settle()
    assert [(line["kind"], line["case_ref"]) for line in await _core_lines(leader)] == [("emergency_report", case)]


async def test_a_referral_nobody_answers_reaches_the_core_agenda_once(stage: Stage) -> None:
    care = await story_on(stage).sign_in("houkatsu")
    single = {"agency": "houkatsu", "categories": ["long_term_care"]}
    case = (await care.post("/intake/api/consultations", single))["case_ref"]
    referral = {"from_agency": "houkatsu", "to_agency": "disability-desk"}
    await care.post(f"/intake/api/cases/{case}/referrals", referral)
    stage.clock.turn(days=10)
    for _ in range(2):
        async with stage.apps["intake"].state.db.transaction() as tx:
            await TIMERS[0].job(tx, stage.clock())
        await stage.settle()
    leader = await story_on(stage).sign_in("promoter-a")
    assert [(line["kind"], line["case_ref"]) for line in await _core_lines(leader)] == [("referral_unanswered", case)]


async def _proposed(story: Story, stage: Stage) -> str:
    care = await story.sign_in("houkatsu")
    form = {"agency": "houkatsu", "categories": ["long_term_care", "income"], "consent": "given"}
    case = (await care.post("/intake/api/consultations", form))["case_ref"]
    await stage.settle()
    return str(case)


async def _core_lines(leader: Visitor) -> list[dict[str, object]]:
    sitting = (await leader.get("/meetings/api/meetings", body="core"))[0]
    return (await leader.get(f"/meetings/api/meetings/{sitting['id']}"))["items"]  # type: ignore[no-any-return]


async def _everything(stage: Stage) -> tuple[list[str], list[str], list[str]]:
    async with stage.apps["meetings"].state.db.reading() as tx:
        lines = sorted(f"{row.id} {row.kind} {row.status}" for row in (await tx.exec(select(AgendaItem))).all())
    async with stage.apps["intake"].state.db.reading() as tx:
        cases = sorted(f"{row.case_ref} {row.next_date} {row.version}" for row in (await tx.exec(select(Case))).all())
    async with stage.apps["notify"].state.db.reading() as tx:
        mails = sorted(f"{row.id} {row.status}" for row in (await tx.exec(select(Message))).all())
    return lines, cases, mails


async def test_nobody_adds_themselves_to_another_agencys_case(stage: Stage) -> None:
    story = story_on(stage)
    case = await _proposed(story, stage)
    stranger = await story.sign_in("jiritsu")
    contact = {"agency": "self-reliance", "categories": ["income"], "case_ref": case}
    assert await stranger.refused("POST", "/intake/api/consultations", contact) == 403
    assert await stranger.refused("GET", f"/intake/api/cases/{case}/identity?why=support_case") == 403


async def test_who_accepts_a_referral_works_on_the_case(stage: Stage) -> None:
    story = story_on(stage)
    case = await _proposed(story, stage)
    care, desk = await story.sign_in("houkatsu"), await story.sign_in("desk")
    asked = {"from_agency": "houkatsu", "to_agency": "disability-desk"}
    referral = await care.post(f"/intake/api/cases/{case}/referrals", asked)
    identity = f"/intake/api/cases/{case}/identity?why=support_case"
    assert await desk.refused("GET", identity) == 403
    await desk.post(f"/intake/api/referrals/{referral['id']}/answer", {"accepted": True})
    assert (await desk.get(identity))["case_ref"] == case


async def test_what_the_town_lacks_reaches_programs_without_the_case(stage: Stage) -> None:
    story = story_on(stage)
    leader = await story.sign_in("promoter-a")
    starts_at = (stage.clock() + timedelta(minutes=10)).isoformat()
    extra = await leader.post("/meetings/api/meetings", {"body": "core", "starts_at": starts_at})
    case = await _proposed(story, stage)
    await leader.post(f"/meetings/api/meetings/{extra['id']}/open")
    line = (await leader.get(f"/meetings/api/meetings/{extra['id']}"))["items"][0]
    watch = {"code": "watch_until", "until": "2026-12-08", "gap_theme": "transport"}
    await leader.post(f"/meetings/api/items/{line['id']}/decision", watch)
    await stage.settle()
    async with stage.apps["programs"].state.db.reading() as tx:
        gap = (await tx.exec(select(ResourceGap))).one()
    assert gap.theme == "transport"
    assert case not in gap.model_dump_json()
