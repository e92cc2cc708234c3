"""持ち回り: who leads asks, the members answer once each, one who wants to meet is enough, and it is reported."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from services.meetings.actions import deciding, reading, sittings, written
from services.meetings.errors import AlreadyAsked, DeadlineTooLate, Missing, NotAMember, NotTheChair, WrongBody
from services.meetings.models import AgendaItem, Decision, WrittenResolution
from services.meetings.rules.written import Outcome, Vote, outcome
from services.meetings.schemas import DecisionForm, WrittenForm
from shared.auth import Who
from shared.contracts.words import DecisionCode, ItemKind
from shared.db import Database
from tests.nakatosa import Nakatosa
from tests.services.meetings.stage import TUESDAY, A, B, C, D, E, hear, proposed, sittings_of, told

AGREE, DISAGREE, MEET = Vote.AGREE, Vote.DISAGREE, Vote.MEET
AFTER = datetime(2026, 12, 2, 15, 0, tzinfo=UTC)  # midnight in Japan after the last day


@pytest.mark.parametrize(
    ("votes", "quorum", "is_over", "found"),
    [
        ([None, None, None], None, False, Outcome.WAITING),
        ([AGREE, AGREE, None], None, False, Outcome.WAITING),
        ([AGREE, MEET, None], None, False, Outcome.TO_MEET),
        ([AGREE, AGREE, AGREE], None, False, Outcome.AGREED),
        ([AGREE, AGREE, DISAGREE], None, False, Outcome.AGREED),
        ([AGREE, DISAGREE, None], None, True, Outcome.NOT_AGREED),
        ([AGREE, None, None], None, True, Outcome.NO_QUORUM),
        ([AGREE, None, None], 1, True, Outcome.AGREED),
        ([AGREE, AGREE, None], 3, True, Outcome.NO_QUORUM),
    ],
)
def test_what_the_votes_come_to(votes: list[Vote | None], quorum: int | None, is_over: bool, found: Outcome) -> None:
    assert outcome(dict(zip("ABC", votes, strict=True)), quorum, is_over=is_over) is found


def form(request_id: str = "w1", **changes: object) -> WrittenForm:
    decision: dict[str, object] = {"code": "watch_until", "until": date(2027, 1, 8)}
    plain: dict[str, object] = {"request_id": request_id, "decision": decision, "due_on": date(2026, 12, 2)}
    return WrittenForm.model_validate(plain | changes)


class Core:
    """The core body with one line on its next sitting."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def line(self) -> AgendaItem:
        first = (await sittings_of(self.db, "core"))[0]
        async with self.db.reading() as tx:
            return (await reading.lines_of(tx, first.id))[0]

    async def start(self, wanted: WrittenForm, who: Who = A) -> None:
        item = await self.line()
        async with self.db.transaction() as tx:
            await written.start(tx, item.id, wanted, who, now=TUESDAY)

    async def vote(self, said: Vote, *people: Who) -> None:
        for who in people:
            async with self.db.transaction() as tx:
                await written.vote(tx, "w1", said, who, now=TUESDAY, lead_days=3)

    async def outcome(self) -> Outcome:
        async with self.db.reading() as tx:
            row = await tx.get(WrittenResolution, "w1")
        assert row is not None
        return row.outcome

    async def rows(self, table: type) -> list[Any]:
        async with self.db.reading() as tx:
            return list((await tx.exec(select(table))).all())


@pytest.fixture
async def core(db: Database) -> Core:
    await hear(db, [proposed(1)])
    return Core(db)


async def members_of(db: Database) -> list[Who]:
    async with db.reading() as tx:
        body = await reading.find_body(tx, "39401", "core")
    return [who for who in (A, B, C, D, E) if who.posts & {body.leader, *body.required}]


async def test_agreed_it_is_a_decision_told_once_and_reported_at_the_next_sitting(core: Core) -> None:
    await core.start(form())
    await core.start(form())
    members = await members_of(core.db)
    for _ in range(2):
        await core.vote(AGREE, *members)
    assert await core.outcome() is Outcome.AGREED
    (decision,) = await core.rows(Decision)
    assert (decision.code, decision.until, decision.decided_by) == (DecisionCode.WATCH_UNTIL, date(2027, 1, 8), "A")
    assert len(await told(core.db, "decision_recorded")) == 1
    asked = [fact.body["post"] for fact in await told(core.db, "resolution_asked")]
    assert sorted(asked) == sorted(post for who in members for post in who.posts)
    reports = [item for item in await core.rows(AgendaItem) if item.kind is ItemKind.WRITTEN_REPORT]
    assert [(item.case_ref, item.status) for item in reports] == [("C-2026-0001", "open")]
    assert "written_report" not in [fact.body["kind"] for fact in await told(core.db, "agenda_item_added")]
    async with core.db.transaction() as tx:
        await sittings.open_meeting(tx, reports[0].meeting_id or "", A, now=TUESDAY)
        heard = DecisionForm(code=DecisionCode.NOTED)
        await deciding.decide(tx, reports[0].id, heard, A, now=TUESDAY, lead_days=3)
    assert len(await told(core.db, "decision_recorded")) == 1


async def test_one_who_wants_to_meet_leaves_it_to_the_next_sitting(core: Core) -> None:
    await core.start(form())
    await core.vote(AGREE, A)
    await core.vote(MEET, B)
    await core.vote(AGREE, B)
    assert await core.outcome() is Outcome.TO_MEET
    assert (await core.line()).status == "open"
    assert await core.rows(Decision) == []


async def test_the_deadline_settles_it_once(core: Core) -> None:
    await core.start(form())
    members = await members_of(core.db)
    await core.vote(AGREE, *members[:-1])
    for _ in range(2):
        async with core.db.transaction() as tx:
            await written.settle_due(tx, now=TUESDAY, lead_days=3)
        assert await core.outcome() is Outcome.WAITING
    for _ in range(2):
        async with core.db.transaction() as tx:
            await written.settle_due(tx, now=AFTER, lead_days=3)
    assert await core.outcome() is Outcome.AGREED
    assert len(await core.rows(Decision)) == 1


async def test_a_sitting_that_decides_first_overtakes_it(core: Core) -> None:
    await core.start(form())
    item = await core.line()
    async with core.db.transaction() as tx:
        await sittings.open_meeting(tx, item.meeting_id or "", A, now=TUESDAY)
        await deciding.decide(tx, item.id, DecisionForm(code=DecisionCode.CLOSE), A, now=TUESDAY, lead_days=3)
    await core.vote(AGREE, *await members_of(core.db))
    assert await core.outcome() is Outcome.OVERTAKEN
    assert [row.code for row in await core.rows(Decision)] == [DecisionCode.CLOSE]


async def test_who_may_ask_and_answer(core: Core) -> None:
    with pytest.raises(NotTheChair):
        await core.start(form(), C)
    await core.start(form())
    with pytest.raises(AlreadyAsked):
        await core.start(form("w2"))
    stranger = E.model_copy(update={"grants": E.grants[1:]})
    with pytest.raises(NotAMember):
        await core.vote(AGREE, stranger)


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"due_on": date(2026, 11, 23)}, DeadlineTooLate, "due_on"),
        ({"due_on": date(2027, 6, 1)}, DeadlineTooLate, "due_on"),
        ({"decision": {"code": "plan_decided"}}, WrongBody, "code"),
        ({"decision": {"code": "watch_until"}}, Missing, "until"),
    ],
)
async def test_a_mistake_is_named_and_nobody_is_asked(
    core: Core, changes: dict[str, Any], error: type[Exception], field: str
) -> None:
    with pytest.raises(error) as refused:
        await core.start(form(**changes))
    assert (getattr(refused.value, "field", None), await core.rows(WrittenResolution)) == (field, [])


async def test_the_pages_ask_and_answer(town: Nakatosa) -> None:
    item = await town.line_of("promoter-c", town.network_sitting, town.elderly_case)
    page = f"/meetings/items/{item}/written"
    leader, member, houkatsu = [await town.sign_in(login) for login in ("promoter-c", "promoter-b", "houkatsu")]
    wanted = {"code": "continue", "due_on": "2026-12-09"}
    late = await leader.send(page, {**wanted, "due_on": "2027-12-09"})
    assert (late.status_code, "会議の前の日まで" in late.text) == (422, True)
    assert (await houkatsu.see(page)).status_code == 403
    asked = await leader.send(page, wanted)
    address = asked.headers["location"]
    assert re.fullmatch(r"/meetings/written/[\w-]+", address)
    assert (await houkatsu.see(address)).status_code == 403
    assert address in (await member.see("/meetings")).text
    for person in (leader, member):
        assert (await person.send(f"{address}/vote", {"answer": "agree"}, page=address)).status_code == 303
    assert "決まりました" in (await member.see(address)).text
