"""Places, the waiting list, offers and their end; families; what is sealed."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from services.programs.actions import forgetting, registering, tickets
from services.programs.errors import AlreadySent, DateMissing, GuardianMissing, NoPlaceLeft, NoRegistration, OfferIsOver
from services.programs.models import Participant, Registration
from services.programs.rules import RegistrationScope, RegistrationStatus
from services.programs.schemas import RegistrationForm, RulesForm, TicketView
from shared.db import Database
from shared.sealed import AccessLog, KeyDestroyed, KeyFile, destroy_key, key_of
from tests.services.programs.stage import ORGANISER, TUESDAY, session_on, told

CAFE = "cafe-de-pomme"
RULES = RulesForm(capacity=3, has_waiting_list=True, is_open=True)


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile.open_or_create(tmp_path / "keys" / "programs.json", data_dir=tmp_path / "data")


def form(number: int, people: int = 1, **more: object) -> RegistrationForm:
    names = [f"参加者{number}の{each}" for each in range(people)]
    return RegistrationForm.model_validate(
        {"ticket": f"{number:0>43}", "names": names, "phone": "088-000-0000", **more}
    )


async def rules(db: Database, wanted: RulesForm = RULES) -> None:
    async with db.transaction() as tx:
        await registering.put_rules(tx, CAFE, wanted, ORGANISER, now=TUESDAY)


async def register(db: Database, keys: KeyFile, wanted: RegistrationForm) -> TicketView:
    async with db.transaction() as tx:
        return await registering.register(tx, CAFE, wanted, keys=keys, now=TUESDAY)


async def standing(db: Database) -> list[str]:
    async with db.reading() as tx:
        rows = (await tx.exec(select(Registration).order_by(col(Registration.no)))).all()
    return [row.status.value for row in rows]


async def test_places_are_given_in_order_and_the_rest_wait(db: Database, keys: KeyFile) -> None:
    await rules(db)
    views = [await register(db, keys, form(number)) for number in range(5)]
    assert [(view.status.value, view.ahead) for view in views] == [
        ("confirmed", 0), ("confirmed", 0), ("confirmed", 0), ("waiting", 0), ("waiting", 1),
    ]  # fmt: skip
    assert await told(db) == ["registration_made"] * 5


async def test_a_form_that_comes_twice_counts_once(db: Database, keys: KeyFile) -> None:
    await rules(db)
    first, again = [await register(db, keys, form(1, 2)) for _ in range(2)]
    assert (first.id, first.status) == (again.id, again.status)
    async with db.reading() as tx:
        assert len((await tx.exec(select(Participant))).all()) == 2
    assert await told(db) == ["registration_made"]


@pytest.mark.parametrize(
    "other",
    [
        {"names": ["よその人"]}, {"phone": "088-999-9999"}, {"watch_for": "えび"}, {"needs_transport": True},
        {"names": ["参加者1の0", "参加者1の1", "もう一人"]},
    ],
)  # fmt: skip
async def test_the_ticket_of_another_familys_form_is_refused_and_nobody_sees_theirs(
    db: Database, keys: KeyFile, other: dict[str, object]
) -> None:
    await rules(db)
    await register(db, keys, form(1, 2))
    with pytest.raises(AlreadySent) as refused:
        await register(db, keys, form(1, 2, **other))
    assert refused.value.field == "ticket"
    async with db.reading() as tx:
        assert len((await tx.exec(select(Participant))).all()) == 2
        assert (await tx.exec(select(AccessLog))).all() == []  # compared without opening a name
    assert await told(db) == ["registration_made"]


async def test_a_ticket_is_good_for_one_program_and_one_date(db: Database, keys: KeyFile) -> None:
    await rules(db, RULES.model_copy(update={"scope": RegistrationScope.SESSION}))
    dates = [await session_on(db, CAFE, date(2026, 12, day)) for day in (1, 8)]
    await register(db, keys, form(1, session=dates[0].id))
    with pytest.raises(AlreadySent):
        await register(db, keys, form(1, session=dates[1].id))
    async with db.transaction() as tx:
        await registering.put_rules(tx, "study-support", RULES, ORGANISER, now=TUESDAY)
        with pytest.raises(AlreadySent):
            await registering.register(tx, "study-support", form(1), keys=keys, now=TUESDAY)


async def test_after_who_it_was_is_forgotten_the_ticket_registers_nobody(db: Database, keys: KeyFile) -> None:
    await rules(db)
    made = await register(db, keys, form(1))
    async with db.transaction() as tx:
        await destroy_key(tx, made.id, now=TUESDAY)
    with pytest.raises(AlreadySent):
        await register(db, keys, form(1))


async def test_what_becomes_free_is_offered_to_who_waits_longest_and_goes_on_when_nobody_answers(
    db: Database, keys: KeyFile
) -> None:
    await rules(db)
    for number in range(5):
        await register(db, keys, form(number))
    async with db.transaction() as tx:
        await tickets.withdraw(tx, f"{1:0>43}", now=TUESDAY)
    assert await standing(db) == ["confirmed", "withdrawn", "confirmed", "offered", "waiting"]
    async with db.transaction() as tx:
        assert await tickets.lapse_offers(tx, now=TUESDAY + timedelta(hours=23)) == 0
        assert await tickets.lapse_offers(tx, now=TUESDAY + timedelta(hours=24)) == 1
    assert await standing(db) == ["confirmed", "withdrawn", "confirmed", "lapsed", "offered"]
    async with db.transaction() as tx:
        with pytest.raises(OfferIsOver):
            await tickets.accept(tx, f"{3:0>43}", now=TUESDAY + timedelta(hours=25))
        for _ in range(2):
            view = await tickets.accept(tx, f"{4:0>43}", now=TUESDAY + timedelta(hours=25))
            assert view.status is RegistrationStatus.CONFIRMED
    assert (await told(db))[5:] == [
        "registration_ended", "place_offered", "registration_ended", "place_offered", "place_confirmed",
    ]  # fmt: skip


async def test_a_family_comes_whole_or_waits_whole_and_is_not_overtaken(db: Database, keys: KeyFile) -> None:
    await rules(db)
    for number, people in ((1, 2), (2, 2), (3, 1)):
        await register(db, keys, form(number, people))
    assert await standing(db) == ["confirmed", "waiting", "waiting"]
    await rules(db, RULES.model_copy(update={"capacity": 4}))
    assert await standing(db) == ["confirmed", "offered", "waiting"]


async def test_a_session_that_is_near_leaves_no_time_to_ask(db: Database, keys: KeyFile) -> None:
    await rules(db, RULES.model_copy(update={"scope": RegistrationScope.SESSION, "capacity": 1}))
    session = await session_on(db, CAFE, date(2026, 12, 1))
    with pytest.raises(DateMissing):
        await register(db, keys, form(1))
    for number in (1, 2):
        await register(db, keys, form(number, session=session.id))
    assert session.starts_at
    async with db.transaction() as tx:
        await tickets.withdraw(tx, f"{1:0>43}", now=session.starts_at - timedelta(minutes=30))
    assert await standing(db) == ["withdrawn", "confirmed"]


async def test_what_a_program_does_not_want_is_refused_by_name(db: Database, keys: KeyFile) -> None:
    with pytest.raises(NoRegistration):
        await register(db, keys, form(1))
    await rules(db, RULES.model_copy(update={"needs_guardian": True, "has_waiting_list": False, "capacity": 1}))
    with pytest.raises(GuardianMissing):
        await register(db, keys, form(1))
    await register(db, keys, form(1, guardian_agrees=True))
    with pytest.raises(NoPlaceLeft):
        await register(db, keys, form(2, guardian_agrees=True))
    assert await standing(db) == ["confirmed"]


async def test_nothing_personal_is_readable_at_rest_or_told(db: Database, keys: KeyFile) -> None:
    await rules(db)
    await register(db, keys, form(7, watch_for="えびアレルギー"))
    async with db.reading() as tx:
        for table in ("registrations", "participants", "outbox"):
            rows = (await tx.exec(text(f"SELECT * FROM {table}"))).all()  # type: ignore[call-overload]  # noqa: S608
            shown = " ".join(str(bytes(cell) if isinstance(cell, memoryview) else cell) for row in rows for cell in row)
            assert not [mark for mark in ("参加者", "088-000", "えび", f"{7:0>43}") if mark in shown]
            assert "参加者".encode() not in shown.encode("latin-1", "ignore")


@pytest.mark.parametrize("people", [1, 2])
async def test_many_at_once_never_oversell_and_keep_their_order(db: Database, keys: KeyFile, people: int) -> None:
    await rules(db, RULES.model_copy(update={"capacity": 30}))
    await asyncio.gather(*(register(db, keys, form(number, people)) for number in range(60)))
    async with db.reading() as tx:
        rows = (await tx.exec(select(Registration).order_by(col(Registration.no)))).all()
    assert [row.no for row in rows] == list(range(1, 61))
    held = [row.no for row in rows if row.status is RegistrationStatus.CONFIRMED]
    assert held == list(range(1, 30 // people + 1))


async def test_who_withdrew_is_forgotten_a_month_later(db: Database, keys: KeyFile) -> None:
    await rules(db)
    for number in (1, 2):
        await register(db, keys, form(number))
    async with db.transaction() as tx:
        await tickets.withdraw(tx, f"{1:0>43}", now=TUESDAY)
    async with db.transaction() as tx:
        assert await forgetting.forget_ended(tx, now=TUESDAY + timedelta(days=30)) == 0
        assert await forgetting.forget_ended(tx, now=TUESDAY + timedelta(days=31)) == 1
        assert await forgetting.forget_ended(tx, now=TUESDAY + timedelta(days=31)) == 0
    async with db.reading() as tx:
        rows = (await tx.exec(select(Registration).order_by(col(Registration.no)))).all()
        with pytest.raises(KeyDestroyed):
            await key_of(tx, keys, rows[0].id)
        assert (await key_of(tx, keys, rows[1].id)).case_ref == rows[1].id
