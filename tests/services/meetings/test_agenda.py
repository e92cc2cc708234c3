"""Agendas of more than cases, put right by hand, shared by bodies, or empty."""

from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from services.meetings.actions import by_hand, deciding, empty, reading, sittings
from services.meetings.errors import AlreadyOnAgenda, LineStays, NotTheChair, UnknownCase, WrongBody, WrongLane
from services.meetings.models import AgendaItem, Meeting
from services.meetings.schemas import DecisionForm, LineForm
from shared.contracts.programs import KizukiNoted
from shared.contracts.words import Consent, DecisionCode, ItemKind, LegalBasis, Theme
from shared.db import Database
from tests.services.meetings.stage import (
    NAKATOSA,
    TUESDAY,
    A,
    B,
    C,
    hear,
    last_told,
    proposed,
    sittings_of,
    told,
    told_since,
)

LATER = TUESDAY + timedelta(days=60)


def kizuki(area: str | None) -> KizukiNoted:
    return KizukiNoted(municipality=NAKATOSA, aggregate_id="note", theme=Theme.SHOPPING, area=area)


async def lines(db: Database, **where: object) -> list[AgendaItem]:
    async with db.reading() as tx:
        query = select(AgendaItem).where(*(getattr(AgendaItem, name) == value for name, value in where.items()))
        return list((await tx.exec(query.order_by(col(AgendaItem.id)))).all())


async def order(db: Database, meeting_id: str) -> list[str | None]:
    async with db.reading() as tx:
        return [line.case_ref or line.title for line in await reading.lines_of(tx, meeting_id)]


async def first(db: Database, body: str) -> Meeting:
    return next(meeting for meeting in await sittings_of(db, body) if meeting.starts_at > TUESDAY)


async def change_body(db: Database, body_id: str, **columns: object) -> None:
    async with db.transaction() as tx:
        body = await reading.find_body(tx, NAKATOSA, body_id)
        for name, value in columns.items():
            setattr(body, name, value)
        tx.add(body)


async def decide(db: Database, item: AgendaItem, code: DecisionCode) -> None:
    async with db.transaction() as tx:
        assert item.meeting_id
        await sittings.open_meeting(tx, item.meeting_id, A, now=TUESDAY)
        await deciding.decide(tx, item.id, DecisionForm(code=code), A, now=TUESDAY, lead_days=5)


# themes


@pytest.mark.parametrize(("area", "bodies"), [("kure", ["small-area-kure"]), (None, ["resource"])])
async def test_what_somebody_noticed_comes_to_the_meeting_of_its_area(
    db: Database, area: str | None, bodies: list[str]
) -> None:
    before = await last_told(db)
    note = kizuki(area)
    await hear(db, [note])
    await hear(db, [note])
    found = await lines(db, kind=ItemKind.KIZUKI)
    assert [(line.body, line.area, line.legal_basis) for line in found] == [
        (body, area, LegalBasis.NONE) for body in bodies
    ]
    assert "agenda_item_added" not in await told_since(db, before)  # it is nobody's case


async def test_a_concern_goes_up_and_becomes_a_gap(db: Database) -> None:
    await hear(db, [kizuki("kure")])
    (noticed,) = await lines(db, kind=ItemKind.KIZUKI)
    await decide(db, noticed, DecisionCode.RAISE)
    raised = await lines(db, kind=ItemKind.AREA_CONCERN)
    assert sorted((line.body, line.area, line.theme) for line in raised) == [
        ("core", "kure", Theme.SHOPPING), ("resource", "kure", Theme.SHOPPING),
    ]  # fmt: skip
    await decide(db, next(line for line in raised if line.body == "core"), DecisionCode.RESOURCE_GAP)
    assert [line.body for line in await lines(db, kind=ItemKind.RESOURCE_GAP)] == ["resource"]
    assert [(fact.body["theme"], fact.body["area"]) for fact in await told(db, "resource_gap_noted")] == [
        ("shopping", "kure")
    ]
    assert not await told(db, "decision_recorded")  # no case was decided on


async def test_a_theme_comes_up_again_when_wished(db: Database) -> None:
    await hear(db, [kizuki("kure")])
    (noticed,) = await lines(db, kind=ItemKind.KIZUKI)
    await decide(db, noticed, DecisionCode.TAKE_UP)
    again = (await lines(db, kind=ItemKind.KIZUKI, status="open"))[0]
    assert again.meeting_id != noticed.meeting_id
    with pytest.raises(WrongBody):
        await decide(db, again, DecisionCode.CLOSE)


# by hand


async def test_a_line_of_ones_own_is_added_once_and_calls_nobody_by_case(db: Database) -> None:
    core = await first(db, "core")
    form = LineForm(request_id="r1", theme=Theme.TRANSPORT, title="買い物バスの時間")
    for _ in range(2):
        async with db.transaction() as tx:
            await by_hand.add(tx, core.id, form, A, now=TUESDAY)
    assert await order(db, core.id) == ["買い物バスの時間"]
    async with db.reading() as tx:
        assert (await reading.find_meeting(tx, core.id)).lines == 1
    assert not any("買い物バス" in str(fact.body) for fact in await told(db, "agenda_item_added", "participant_called"))


@pytest.mark.parametrize("fields", [{}, {"case_ref": "C-2026-0001", "theme": "transport"}, {"theme": "weather"}])
def test_a_line_is_a_case_or_a_theme(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        LineForm.model_validate({"request_id": "r1", **fields})


async def test_a_case_is_added_by_its_reference(db: Database) -> None:
    await hear(db, [proposed(1), proposed(2)])
    network = await first_network(db)
    await add(db, network, LineForm(request_id="r1", case_ref="C-2026-0001"))
    for number, (ref, error) in enumerate([("C-2026-0099", UnknownCase), ("C-2026-0001", AlreadyOnAgenda)]):
        with pytest.raises(error) as refused:
            await add(db, network, LineForm(request_id=f"again{number}", case_ref=ref))
        assert refused.value.field == "case_ref"
    async with db.reading() as tx:
        calls = await reading.invitations_of(tx, network)
    assert ("houkatsu", "called") in [(call.invitee, call.status) for call in calls]


async def first_network(db: Database) -> str:
    async with db.transaction() as tx:
        body = await reading.find_body(tx, NAKATOSA, "network")
        return (await sittings.schedule(tx, body, TUESDAY + timedelta(days=7), 90, now=TUESDAY)).id


async def add(db: Database, meeting_id: str, form: LineForm) -> AgendaItem:
    async with db.transaction() as tx:
        return await by_hand.add(tx, meeting_id, form, C, now=TUESDAY)


async def test_who_only_attends_changes_nothing(db: Database) -> None:
    await hear(db, [proposed(1)])
    (line,) = await lines(db)
    async with db.transaction() as tx:
        with pytest.raises(NotTheChair):
            await by_hand.move(tx, line.id, 1, B, now=TUESDAY)
        with pytest.raises(NotTheChair):
            await by_hand.add(tx, line.meeting_id or "", LineForm(request_id="r", theme=Theme.WORK), B, now=TUESDAY)


async def test_lines_take_another_order_and_agencies_another_slot(db: Database) -> None:
    network = await first_network(db)
    await hear(db, [proposed(1), proposed(2, agencies=["health-welfare"])])
    await add(db, network, LineForm(request_id="r1", case_ref="C-2026-0001"))
    second = await add(db, network, LineForm(request_id="r2", case_ref="C-2026-0002", minutes=20))
    async with db.transaction() as tx:
        await by_hand.move(tx, second.id, -1, C, now=TUESDAY)
    assert await order(db, network) == ["C-2026-0002", "C-2026-0001"]
    async with db.reading() as tx:
        slots = {
            call.invitee: (call.slot_starts_at, call.slot_minutes) for call in await reading.invitations_of(tx, network)
        }
    starts = TUESDAY + timedelta(days=7)
    assert slots["health-welfare"] == (starts, 20)
    assert slots["houkatsu"] == (starts + timedelta(minutes=20), 30)


async def test_a_line_left_for_next_time_and_one_copied(db: Database) -> None:
    await hear(db, [proposed(1), proposed(2)])
    one, two = await lines(db)
    core, after = [meeting for meeting in await sittings_of(db, "core") if meeting.starts_at > TUESDAY][:2]
    async with db.transaction() as tx:
        await by_hand.leave_for_next(tx, one.id, A, now=TUESDAY)
        await by_hand.copy_to_next(tx, two.id, A, now=TUESDAY)
        await by_hand.copy_to_next(tx, two.id, A, now=TUESDAY)
    assert await order(db, core.id) == ["C-2026-0002"]
    assert sorted(map(str, await order(db, after.id))) == ["C-2026-0001", "C-2026-0002"]
    async with db.reading() as tx:
        assert [(await reading.find_meeting(tx, each.id)).lines for each in (core, after)] == [1, 2]


async def test_a_line_left_for_a_sitting_nobody_planned_waits_for_it(db: Database) -> None:
    network = await first_network(db)
    await hear(db, [proposed(1)])
    line = await add(db, network, LineForm(request_id="r1", case_ref="C-2026-0001"))
    async with db.transaction() as tx:
        await by_hand.leave_for_next(tx, line.id, C, now=TUESDAY)
    assert [(each.meeting_id, each.status) for each in await lines(db, id=line.id)] == [(None, "open")]


async def test_a_case_is_never_just_taken_off(db: Database) -> None:
    await hear(db, [proposed(1)])
    (line,) = await lines(db)
    async with db.transaction() as tx:
        with pytest.raises(LineStays):
            await by_hand.take_off(tx, line.id, A, now=TUESDAY)
    core = await first(db, "core")
    async with db.transaction() as tx:
        topic = await by_hand.add(tx, core.id, LineForm(request_id="r", theme=Theme.WORK, title="仕事"), A, now=TUESDAY)
        await by_hand.take_off(tx, topic.id, A, now=TUESDAY)
    assert await order(db, core.id) == ["C-2026-0001"]


# lanes of bodies


async def test_a_body_speaks_only_in_its_lanes(db: Database) -> None:
    await hear(db, [proposed(1)])
    kure = await first(db, "small-area-kure")
    async with db.transaction() as tx:
        with pytest.raises(WrongLane):
            await by_hand.add(tx, kure.id, LineForm(request_id="r", case_ref="C-2026-0001"), A, now=TUESDAY)
    await change_body(db, "core", lanes=["manual"])
    (line,) = await lines(db)
    with pytest.raises(WrongLane):
        await decide(db, line, DecisionCode.TAKE_UP)
    assert (await lines(db))[0].status == "open"  # it waits, it is not lost


# bodies that sit together


async def test_a_small_town_lets_one_sitting_serve_two_bodies(db: Database) -> None:
    await change_body(db, "network", sits_with="core")
    await hear(db, [proposed(1, consent=Consent.GIVEN, legal_basis=LegalBasis.MANUAL), proposed(2)])
    core, after = [meeting for meeting in await sittings_of(db, "core") if meeting.starts_at > TUESDAY][:2]
    line = next(each for each in await lines(db) if each.case_ref == "C-2026-0001")
    await decide(db, line, DecisionCode.SEND_TO_NETWORK)
    assert not await sittings_of(db, "network")
    assert await order(db, after.id) == ["C-2026-0001"]
    async with db.reading() as tx:
        calls = {call.invitee: call for call in await reading.invitations_of(tx, after.id) if call.status == "called"}
    assert calls["houkatsu"].slot_starts_at == after.starts_at
    assert {"A", "B", "C", "D", "E"} <= set(calls)
    async with db.reading() as tx:
        assert "houkatsu" not in {call.invitee for call in await reading.invitations_of(tx, core.id)}


# nothing on the agenda


async def asked(db: Database, days: int) -> tuple[int, list[str]]:
    async with db.transaction() as tx:
        count = await empty.ask(tx, now=TUESDAY + timedelta(days=days))
    return count, [fact.body["body"] for fact in await told(db, "empty_agenda_noticed")]


async def test_who_leads_an_empty_sitting_is_asked_once_three_working_days_before(db: Database) -> None:
    """The core meets on 8 December; 3 December is three working days before."""
    await asked(db, 8)
    assert "core" not in (await asked(db, 8))[1]
    assert (await asked(db, 9))[1].count("core") == 1
    assert (await asked(db, 9))[0] == 0


async def test_nobody_is_asked_about_a_sitting_with_a_line(db: Database) -> None:
    await hear(db, [proposed(1)])
    assert "core" not in (await asked(db, 9))[1]


async def test_an_empty_sitting_is_shortened_with_its_hour_kept(db: Database) -> None:
    core = await first(db, "core")
    async with db.transaction() as tx:
        await empty.shorten(tx, core.id, A, now=TUESDAY)
    after = await first(db, "core")
    assert (after.id, after.uid, after.starts_at, after.minutes) == (core.id, core.uid, core.starts_at, 30)


async def test_a_body_nobody_leads_is_run_by_any_promoter(db: Database) -> None:
    kure = await first(db, "small-area-kure")
    async with db.transaction() as tx:
        assert (await sittings.open_meeting(tx, kure.id, B, now=TUESDAY)).status == "open"
    await change_body(db, "small-area-onomi", lanes=["manual", "none"])
    onomi = await first(db, "small-area-onomi")
    async with db.transaction() as tx:
        with pytest.raises(NotTheChair):
            await sittings.open_meeting(tx, onomi.id, B, now=TUESDAY)
