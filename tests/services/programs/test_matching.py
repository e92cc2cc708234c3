"""参加支援, 狭間の受け入れ, gaps and kizuki on real databases of both kinds."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, func, select

from services.programs import actions
from services.programs.actions import registering
from services.programs.actions.facts import facts_of
from services.programs.errors import AgesDisagree, ConditionsChanged, NotBornYet, UnknownArea, UnknownProgram
from services.programs.models import GapAcceptance, KizukiNote, ProgramConditions, UnmetNeed
from services.programs.rules.matching import AcceptanceReason, Approver, Verdict
from services.programs.schemas import (
    AcceptanceForm,
    CriteriaForm,
    FactsForm,
    KizukiForm,
    RulesForm,
    UnmetNeedForm,
)
from shared.auth import Grant, Role, Who
from shared.contracts.meetings import ResourceGapNoted
from shared.contracts.words import Theme
from shared.db import Database, Session
from shared.errors import DomainError
from shared.towns import demo_towns
from tests.services.programs.stage import SETTINGS, TUESDAY, told

COORDINATOR = Who(
    account_id="3", login="coordinator", name="生活支援Co", csrf_token="",
    grants=(Grant(role=Role.COORDINATOR, municipality="39204"),),
)  # fmt: skip
ALONE = {"lives-alone": True, "care-certification": False, "children-outside-prefecture": True}
DAY = timedelta(days=1)


async def matched(db: Database, **facts: Any) -> dict[str, tuple[str, str | None]]:
    """Verdicts now and from April, in the order in which programs are offered."""
    async with db.reading() as tx:
        found = await actions.match(tx, FactsForm(**facts), COORDINATOR, now=TUESDAY, settings=SETTINGS)
    changes = {each.program.id: each.answer.change for each in found}
    return {
        each.program.id: (each.answer.verdict, change.verdict if (change := changes[each.program.id]) else None)
        for each in found
    }


async def test_the_town_file_s_conditions_are_adopted_and_answered(db: Database) -> None:
    found = await matched(db, age=70, known={**ALONE, "hikikomori": False}, area="nankoku")
    assert found == {
        "elderly-gathering": ("yes", None),
        "cafe-de-pomme": ("yes", None),
        "study-support": ("no", None),
        "morito-room": ("no", None),
    }
    pupil = await matched(db, grade=6, known={"cram-school": False})
    assert pupil["study-support"] == ("yes", "no")


async def test_a_match_says_how_far_when_and_why(db: Database) -> None:
    async with db.transaction() as tx:
        await registering.put_rules(tx, "cafe-de-pomme", RulesForm(capacity=3), COORDINATOR, now=TUESDAY)
    async with db.reading() as tx:
        facts = FactsForm(age=52, known={"hikikomori": True}, area="nankoku")
        found = await actions.match(tx, facts, COORDINATOR, now=TUESDAY, settings=SETTINGS)
    views = {each.program_id: each for each in map(actions.view_of, found)}
    room, cafe = views["morito-room"], views["cafe-de-pomme"]
    assert (room.verdict, room.kilometres, room.free_places) == (Verdict.ASK, 0.3, None)
    assert [(each.kind, each.why, each.seen) for each in room.reasons] == [
        ("age", "near", (52, 52)),
        ("any_of", "holds", None),
    ]
    assert (cafe.free_places, [day.isoformat() for day in cafe.next_dates]) == (3, ["2026-11-24", "2026-12-01"])


async def test_a_program_whose_conditions_nobody_wrote_down_is_asked_and_one_that_is_over_is_left_out(
    db: Database,
) -> None:
    async with db.transaction() as tx:
        await tx.delete(await tx.get_one(ProgramConditions, "cafe-de-pomme"))
        program = await actions.find_program(tx, "morito-room")
        program.ended_on = (TUESDAY - DAY).date()
        tx.add(program)
    found = await matched(db, age=70)
    assert (found["cafe-de-pomme"], "morito-room" in found) == (("ask", None), False)


@pytest.mark.parametrize(
    ("facts", "error", "field"),
    [
        ({"age": 40, "born_year": 1976}, AgesDisagree, "age"),
        ({"born_year": 2026, "born_month": 12}, NotBornYet, "born_month"),
        ({"born_year": 2027}, NotBornYet, "born_year"),
    ],
)
def test_facts_that_can_not_be_are_refused(facts: dict[str, int], error: type[DomainError], field: str) -> None:
    form = FactsForm.model_validate(facts)
    with pytest.raises(error) as refused:
        facts_of(form, TUESDAY.date())
    assert refused.value.field == field


async def test_areas_and_programs_that_the_town_does_not_have_are_refused(db: Database) -> None:
    with pytest.raises(UnknownArea):
        await matched(db, area="kure")
    wrong: list[tuple[dict[str, list[str]], type[DomainError], str]] = [
        ({"any_of": ["program:unheard-of"]}, UnknownProgram, "any_of"),
        ({"all_of": ["program:study-support"]}, UnknownProgram, "all_of"),
        ({"all_of": ["area:kure"]}, UnknownArea, "all_of"),
    ]
    for terms, error, field in wrong:
        form = CriteriaForm.model_validate({**terms, "version": 1})
        async with db.reading() as tx:
            with pytest.raises(error) as refused:
                await actions.change_criteria(tx, "study-support", form, COORDINATOR)
        assert refused.value.field == field


async def test_conditions_are_changed_by_one_at_a_time(db: Database) -> None:
    async with db.transaction() as tx:
        before = await actions.criteria_of(tx, COORDINATOR, "study-support")
        form = CriteriaForm.model_validate({**before.model_dump(), "grade_max": 9, "all_of": []})
        after = await actions.change_criteria(tx, "study-support", form, COORDINATOR)
    assert (before.version, before.grade_max, before.all_of) == (1, 6, ["no-cram-school"])
    assert (after.version, after.grade_max, after.all_of) == (2, 9, [])
    with pytest.raises(ConditionsChanged):
        async with db.transaction() as tx:
            await actions.change_criteria(tx, "study-support", form, COORDINATOR)
    assert (await matched(db, grade=8))["study-support"] == ("yes", None)
    async with db.transaction() as tx:
        for town in demo_towns():  # the next start changes nothing back
            await actions.adopt_town(tx, town)
    assert (await matched(db, grade=8))["study-support"] == ("yes", None)


async def test_who_is_asked_what(db: Database) -> None:
    async with db.reading() as tx:
        asked = await actions.asked_of(tx, "39204")
    assert [getattr(each, "code", getattr(each, "program", "resident")) for each in asked] == [
        "resident", "neet", "hikikomori", "former-hikikomori", "work-readiness-support", "lives-alone",
        "care-certification", "children", "children-outside-prefecture", "cram-school", "morito-room",
    ]  # fmt: skip


async def test_an_acceptance_sent_twice_counts_once(db: Database) -> None:
    for request_id in ("a-1", "a-1", "a-2"):
        form = AcceptanceForm(request_id=request_id, reason=AcceptanceReason.AGE_NEAR, approver=Approver.COORDINATOR)
        async with db.transaction() as tx:
            await actions.accept(tx, "morito-room", form, COORDINATOR, now=TUESDAY)
    async with db.reading() as tx:
        counted = await actions.acceptances_of(tx, COORDINATOR)
        rows = (await tx.exec(select(GapAcceptance).order_by(col(GapAcceptance.id)))).all()
    assert [(each.program_id, each.reason, each.count) for each in counted] == [("morito-room", "age_near", 2)]
    assert set(rows[0].model_dump()) == {
        "id", "municipality", "program_id", "reason", "approver", "noted_by", "noted_at",
    }  # fmt: skip


async def no_fit(
    tx: Session, request_id: str, now: datetime, theme: Theme = Theme.TRANSPORT, area: str | None = "nankoku"
) -> None:
    form = UnmetNeedForm(request_id=request_id, theme=theme, area=area)
    await actions.note_unmet(tx, form, COORDINATOR, now=now, settings=SETTINGS)


async def test_the_third_within_ninety_days_is_told_once(db: Database) -> None:
    async def after(request_id: str, days: int, **about: Any) -> int:
        async with db.transaction() as tx:
            await no_fit(tx, request_id, TUESDAY + days * DAY, **about)
        return (await told(db)).count("gap_repeated")

    assert [await after(*each) for each in (("n-1", 0), ("n-2", 1), ("n-2", 1), ("n-2", 2))] == [0, 0, 0, 0]
    assert await after("other-theme", 3, theme=Theme.WORK) == 0
    assert await after("whole-town", 3, area=None) == 0
    assert [await after(*each) for each in (("n-3", 4), ("n-3", 4), ("n-4", 5), ("n-5", 60), ("n-6", 93))] == [1] * 5
    assert await after("n-7", 94) == 2  # ninety days after it was told, and three since
    assert await after("n-8", 95) == 2
    async with db.reading() as tx:
        gaps = await actions.gaps_of(tx, COORDINATOR, now=TUESDAY + 95 * DAY, settings=SETTINGS)
    assert [(gap.theme, gap.area, gap.recent, gap.unmet, gap.told_at) for gap in gaps] == [
        ("transport", "nankoku", 4, 8, TUESDAY + 94 * DAY),
        ("work", "nankoku", 0, 1, None),
        ("transport", None, 0, 1, None),
    ]


async def test_those_who_come_at_once_are_told_once(db: Database) -> None:
    async def one(number: int) -> None:
        async with db.transaction() as tx:
            await no_fit(tx, f"n-{number}", TUESDAY)
            await asyncio.sleep(0.01)

    await asyncio.gather(*(one(number % 5) for number in range(10)))
    async with db.reading() as tx:
        assert (await tx.exec(select(func.count()).select_from(UnmetNeed))).one() == 5
    assert (await told(db)).count("gap_repeated") == 1


async def test_what_meetings_found_lacking_stands_beside(db: Database) -> None:
    gap = ResourceGapNoted(
        municipality="39204", aggregate_id="d", occurred_at=TUESDAY - DAY, gap_id="d", theme="transport", area="nankoku"
    )
    async with db.transaction() as tx:
        await actions.note_gap(tx, gap)
        await no_fit(tx, "n-1", TUESDAY)
    async with db.reading() as tx:
        (found,) = await actions.gaps_of(tx, COORDINATOR, now=TUESDAY, settings=SETTINGS)
    assert (found.recent, found.unmet, found.heard, found.first_at) == (1, 1, 1, TUESDAY - DAY)


async def test_a_kizuki_stays_here_and_its_theme_is_told_once(db: Database) -> None:
    form = KizukiForm(request_id="k-1", sentence="バスが減って買い物に行けない", theme=Theme.SHOPPING, area="nankoku")
    for _ in range(2):
        async with db.transaction() as tx:
            await actions.note_kizuki(tx, form, COORDINATOR, now=TUESDAY)
    assert await told(db) == ["kizuki_noted"]
    async with db.reading() as tx:
        (note,) = await actions.newest_kizuki(tx, COORDINATOR)
        assert (await actions.newest_kizuki(tx, COORDINATOR, "elsewhere")) == []
        stored = (await tx.exec(select(KizukiNote))).one()
    assert (note.sentence, stored.theme) == ("バスが減って買い物に行けない", Theme.SHOPPING)
    wrong = form.model_copy(update={"request_id": "k-2", "area": "kure"})
    async with db.reading() as tx:
        with pytest.raises(UnknownArea):
            await actions.note_kizuki(tx, wrong, COORDINATOR, now=TUESDAY)
