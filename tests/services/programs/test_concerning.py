"""Who hears of what: everybody a change concerns, nobody else, and each as things stand now."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from services.programs import actions
from services.programs.actions import reaching, registering, resting, sweeping, tickets
from services.programs.errors import NotOnTheList, ScopeInUse
from services.programs.models import Concerned, Registration
from services.programs.rules import CancelReason, RegistrationScope, RegistrationStatus
from services.programs.schemas import CancelForm, ClosedDayForm, RegistrationForm, RulesForm, SweepForm
from shared.auth import Grant, Role, Who
from shared.db import Database
from shared.sealed import KeyFile
from tests.services.programs.stage import ORGANISER, TUESDAY, session_on, told

GATHERING, WEDNESDAY = "elderly-gathering", date(2026, 11, 25)
OTHERS = Who(
    account_id="7", login="", name="ほかの団体", csrf_token="",
    grants=(Grant(role=Role.ORGANISER, municipality="39204", organiser="morito"),),
)  # fmt: skip
WEEK = SweepForm(first_day=date(2026, 11, 24), last_day=date(2026, 12, 1), reason=CancelReason.TYPHOON)
TICKET = "t" * 43


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile.open_or_create(tmp_path / "keys" / "programs.json", data_dir=tmp_path / "data")


async def registered(db: Database, keys: KeyFile, rules: RulesForm | None = None, **more: str) -> None:
    async with db.transaction() as tx:
        await registering.put_rules(tx, GATHERING, rules or RulesForm(is_open=True), ORGANISER, now=TUESDAY)
        form = RegistrationForm.model_validate({"ticket": TICKET, "names": ["山田"], "phone": "088-000-0000", **more})
        await registering.register(tx, GATHERING, form, keys=keys, now=TUESDAY)


async def swept(db: Database) -> str:
    async with db.transaction() as tx:
        return str((await sweeping.sweep(tx, WEEK, ORGANISER, now=TUESDAY)).change_id)


async def test_another_group_neither_opens_again_nor_ticks_off(db: Database, keys: KeyFile) -> None:
    await registered(db, keys)
    change = await swept(db)
    async with db.transaction() as tx:
        registration = (await tx.exec(select(Registration.id))).one()
        with pytest.raises(NotOnTheList):
            await reaching.note_reached(tx, change, registration, OTHERS, now=TUESDAY)
        assert await sweeping.open_again(tx, change, OTHERS, now=TUESDAY) == 2  # its own café and room, nothing else
    off = await session_on(db, GATHERING, WEDNESDAY)
    assert off.reason is CancelReason.TYPHOON


async def test_a_reopening_that_is_taken_back_is_told_too(db: Database, keys: KeyFile) -> None:
    await registered(db, keys)
    session = await session_on(db, GATHERING, WEDNESDAY)
    async with db.transaction() as tx:
        await actions.cancel_session(tx, session.id, CancelForm(reason=CancelReason.SNOW), ORGANISER, now=TUESDAY)
    async with db.transaction() as tx:
        await actions.reopen_session(tx, session.id, ORGANISER, now=TUESDAY + timedelta(minutes=1))
    async with db.transaction() as tx:
        change = await actions.last_change(tx, ORGANISER, now=TUESDAY + timedelta(minutes=2))
        assert change
        await actions.undo_change(tx, change.id, ORGANISER, now=TUESDAY + timedelta(minutes=2))
    assert [fact for fact in await told(db) if fact == "participant_concerned"] == ["participant_concerned"] * 3


async def test_who_was_telephoned_of_the_storm_is_telephoned_of_the_reopening(db: Database, keys: KeyFile) -> None:
    await registered(db, keys)
    change = await swept(db)
    async with db.transaction() as tx:
        registration = (await tx.exec(select(Registration.id))).one()
        await reaching.note_reached(tx, change, registration, ORGANISER, now=TUESDAY)
    async with db.transaction() as tx:
        await sweeping.open_again(tx, change, ORGANISER, now=TUESDAY)
        assert (await tx.get_one(Concerned, (change, registration))).reached_at is None


async def test_one_reopened_session_is_told_to_those_who_come_to_it(db: Database, keys: KeyFile) -> None:
    await registered(db, keys)
    await swept(db)
    cafe = await session_on(db, "cafe-de-pomme", date(2026, 12, 1))
    before = (await told(db)).count("participant_concerned")
    async with db.transaction() as tx:
        await actions.reopen_session(tx, cafe.id, ORGANISER, now=TUESDAY)
    assert (await told(db)).count("participant_concerned") == before


async def test_a_closed_day_is_told_to_who_registered(db: Database, keys: KeyFile) -> None:
    await registered(db, keys)
    async with db.transaction() as tx:
        form = ClosedDayForm(day=WEDNESDAY, name="祭り")
        await resting.close_day(tx, form, ORGANISER, now=TUESDAY, weeks=4, confirmed=True)
    assert (await told(db))[-2:] == ["session_cancelled", "participant_concerned"]


async def test_nobody_is_offered_a_place_at_what_was_called_off(db: Database, keys: KeyFile) -> None:
    rules = RulesForm(scope=RegistrationScope.SESSION, capacity=1, has_waiting_list=True, is_open=True)
    session = await session_on(db, GATHERING, WEDNESDAY)
    await registered(db, keys, rules, session=session.id)
    async with db.transaction() as tx:
        form = RegistrationForm(ticket="u" * 43, names=["佐藤"], phone="088-000-0000", session=session.id)
        await registering.register(tx, GATHERING, form, keys=keys, now=TUESDAY)
        await actions.cancel_session(tx, session.id, CancelForm(reason=CancelReason.SNOW), ORGANISER, now=TUESDAY)
    async with db.transaction() as tx:
        await tickets.withdraw(tx, TICKET, now=TUESDAY)
        assert (await tickets.ticket_of(tx, "u" * 43)).status is RegistrationStatus.WAITING


async def test_what_one_registers_for_stays_while_somebody_is_registered(db: Database, keys: KeyFile) -> None:
    await registered(db, keys)
    async with db.transaction() as tx:
        wanted = RulesForm(scope=RegistrationScope.SESSION, is_open=True)
        with pytest.raises(ScopeInUse):
            await registering.put_rules(tx, GATHERING, wanted, ORGANISER, now=TUESDAY)
