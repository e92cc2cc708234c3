"""やること: asked once, comes back on the next sitting's agenda once, until it is done or dropped."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from services.meetings.actions import action_items, deciding, reading, sittings
from services.meetings.errors import NotCalled, NotTheChair, NotYourTask, UnknownOwner
from services.meetings.models import ActionItem, AgendaItem, Decision, Meeting
from services.meetings.schemas import ActionForm, DecisionForm
from shared.auth import Who
from shared.contracts.words import DecisionCode, InviteeKind, ItemKind, TaskKind
from shared.db import Database
from tests.nakatosa import Nakatosa
from tests.services.meetings.stage import TUESDAY, A, B, C, D, hear, proposed, sittings_of, told

NURSE = D.model_copy(update={"grants": D.grants[:1]})


def form(request_id: str = "r1", **changes: object) -> ActionForm:
    plain: dict[str, object] = {
        "request_id": request_id, "kind": TaskKind.VISIT, "owner_kind": InviteeKind.POST, "owner": "D",
        "due_on": date(2026, 12, 20),
    }  # fmt: skip
    return ActionForm.model_validate(plain | changes)


class Body:
    """The core body, sitting after sitting."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def begin(self, number: int) -> Meeting:
        sitting = (await sittings_of(self.db, "core"))[number]
        async with self.db.transaction() as tx:
            return await sittings.open_meeting(tx, sitting.id, A, now=TUESDAY)

    async def ask(self, sitting: Meeting, wanted: ActionForm, who: Who = A) -> None:
        async with self.db.transaction() as tx:
            await action_items.add(tx, sitting.id, wanted, who, now=TUESDAY)

    async def end(self, sitting: Meeting) -> None:
        async with self.db.transaction() as tx:
            await sittings.close_meeting(tx, sitting.id, A, now=sitting.starts_at + timedelta(hours=1))

    async def lines(self, number: int) -> list[AgendaItem]:
        sitting = (await sittings_of(self.db, "core"))[number]
        async with self.db.reading() as tx:
            items = await reading.lines_of(tx, sitting.id)
        return [item for item in items if item.kind is ItemKind.ACTION_ITEM]

    async def decide(self, item: AgendaItem, code: DecisionCode) -> None:
        async with self.db.transaction() as tx:
            await deciding.decide(tx, item.id, DecisionForm(code=code), A, now=TUESDAY, lead_days=3)

    async def rows(self) -> Sequence[ActionItem]:
        async with self.db.reading() as tx:
            return (await tx.exec(select(ActionItem))).all()


async def test_what_is_not_done_comes_back_once_until_it_is_decided(db: Database) -> None:
    core = Body(db)
    first = await core.begin(0)
    await core.ask(first, form())
    await core.ask(first, form())
    await core.end(first)
    async with db.transaction() as tx:  # told again, or by a second hand: nothing is added
        await action_items.bring_back(tx, first, now=TUESDAY)
    (line,) = await core.lines(1)
    second = await core.begin(1)
    await core.decide(line, DecisionCode.CONTINUE)
    await core.end(second)
    (again,) = await core.lines(2)
    assert again.id != line.id
    third = await core.begin(2)
    await core.decide(again, DecisionCode.DROPPED)
    await core.end(third)
    assert await core.lines(3) == []
    assert [(row.status, row.settled_by) for row in await core.rows()] == [("dropped", "A")]
    async with db.reading() as tx:
        assert {row.code for row in (await tx.exec(select(Decision))).all()} == {"continue", "dropped"}


async def test_a_line_nobody_came_to_is_carried_and_not_doubled(db: Database) -> None:
    core = Body(db)
    for number in (0, 1):
        sitting = await core.begin(number)
        if number == 0:
            await core.ask(sitting, form())
        await core.end(sitting)
    assert [item.times_carried for item in await core.lines(2)] == [1]


async def test_what_its_owner_did_leaves_the_agenda(db: Database) -> None:
    core = Body(db)
    first = await core.begin(0)
    await core.ask(first, form())
    await core.end(first)
    async with db.transaction() as tx:
        with pytest.raises(NotYourTask):
            await action_items.finish(tx, "r1", C, now=TUESDAY)
        for _ in range(2):
            await action_items.finish(tx, "r1", NURSE, now=TUESDAY)
    assert await core.lines(1) == []
    assert [row.status for row in await core.rows()] == ["done"]


async def test_a_case_s_thing_to_do_is_told_to_nobody(db: Database) -> None:
    await hear(db, [proposed(1)])
    core = Body(db)
    first = await core.begin(0)
    async with db.reading() as tx:
        line = (await reading.lines_of(tx, first.id))[0]
    before = len(await told(db, "agenda_item_added", "agenda_item_removed"))
    await core.ask(first, form(item_id=line.id))
    await core.end(first)
    (back,) = await core.lines(1)
    assert back.case_ref == "C-2026-0001"
    kinds = [fact.body["kind"] for fact in await told(db, "agenda_item_added", "agenda_item_removed")][before:]
    assert "action_item" not in kinds


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"owner": "nobody"}, "owner"), ({"owner_kind": "agency"}, "owner"), ({"due_on": date(2026, 11, 1)}, "due_on")],
)
async def test_a_mistake_is_named_and_nothing_is_asked(db: Database, changes: dict[str, Any], field: str) -> None:
    core = Body(db)
    first = await core.begin(0)
    with pytest.raises(UnknownOwner) as refused:
        await core.ask(first, form(**changes))
    assert (refused.value.field, await core.rows()) == (field, [])


async def test_only_who_leads_asks_and_the_posts_see(db: Database) -> None:
    core = Body(db)
    first = await core.begin(0)
    with pytest.raises(NotTheChair):
        await core.ask(first, form(), C)
    async with db.reading() as tx:
        assert await action_items.of_sitting(tx, first.id, B) == []
        with pytest.raises(NotCalled):
            await action_items.of_sitting(tx, first.id, NURSE.model_copy(update={"grants": D.grants[1:]}))


async def test_the_page_asks_and_the_owner_finishes(town: Nakatosa) -> None:
    page = f"/meetings/sittings/{town.core_sitting}/actions"
    leader, nurse = await town.sign_in("promoter-a"), await town.sign_in("promoter-d")
    item = await town.line_of("promoter-a", town.core_sitting, town.hoarding_case)
    wanted = {"item_id": item, "kind": "visit", "owner": "post:D", "due_on": "2026-12-20"}
    mistakes = {"kind": ("", "何をするか"), "owner": ("", "だれがするか"), "due_on": ("2026-12-01", "いつまでに")}
    for field, (typed, sentence) in mistakes.items():
        refused = await leader.send(page, {**wanted, field: typed})
        assert (refused.status_code, sentence in refused.text) == (422, True)
    assert (await leader.send(page, wanted)).status_code == 303
    assert "訪問" in (await nurse.see("/meetings")).text
    async with town.services["meetings"].state.db.reading() as tx:
        (row,) = (await tx.exec(select(ActionItem))).all()
    stranger = await (await town.sign_in("houkatsu")).send(f"/meetings/actions/{row.id}/finish", {}, page="/meetings")
    done = await nurse.send(f"/meetings/actions/{row.id}/finish", {}, page="/meetings")
    assert (stranger.status_code, done.status_code) == (403, 303)
    assert "訪問" not in (await nurse.see("/meetings")).text
