"""Two who do the same at the same moment, on both databases: both are answered, and it is done once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, time
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from services.programs import actions
from services.programs.actions import acceptances, kizuki, registering, resting, series, tickets, weather
from services.programs.errors import NoPlaceLeft, RegistrationClosed, SessionIsOff
from services.programs.models import Concerned, Program, Registration, Session
from services.programs.rules import CancelReason, RegistrationScope, RegistrationStatus, SessionStatus
from services.programs.schemas import (
    AcceptanceForm,
    CancelForm,
    ClosedDayForm,
    KizukiForm,
    RulesForm,
    SchoolBreakForm,
    SeriesForm,
    WeatherRuleForm,
)
from shared.db import Database
from shared.db import Session as Tx
from shared.sealed import KeyFile
from tests.services.programs.stage import ORGANISER, SETTINGS, TUESDAY, session_on
from tests.services.programs.test_registering import form, register

CAFE = "cafe-de-pomme"
REST = SchoolBreakForm(break_name="夏休み", first_day=date(2027, 7, 21), last_day=date(2027, 8, 31))
ACTS: dict[str, Callable[[Tx], Awaitable[object]]] = {
    "kizuki": lambda tx: kizuki.note_kizuki(
        tx, KizukiForm(request_id="k" * 20, sentence="草が伸びた", theme="transport"), ORGANISER, now=TUESDAY
    ),
    "acceptance": lambda tx: acceptances.accept(
        tx, CAFE, AcceptanceForm(request_id="a" * 20, reason="age_near", approver="coordinator"), ORGANISER, now=TUESDAY
    ),
    "rules": lambda tx: registering.put_rules(tx, CAFE, RulesForm(capacity=3), ORGANISER, now=TUESDAY),
    "weather": lambda tx: weather.add_rule(
        tx, CAFE, WeatherRuleForm(kind="storm", decides_at=time(7), calls_off="morning"), ORGANISER
    ),
    "closed day": lambda tx: resting.close_day(
        tx, ClosedDayForm(day=date(2026, 12, 2), name="祭り"), ORGANISER, now=TUESDAY, weeks=4, confirmed=True
    ),
    "school holidays": lambda tx: resting.add_school_break(tx, REST, ORGANISER),
}


async def at_once(db: Database, *acts: Callable[[Tx], Awaitable[object]]) -> list[object]:
    async def act(each: Callable[[Tx], Awaitable[object]]) -> object:
        async with db.transaction() as tx:
            return await each(tx)

    return await asyncio.gather(*(act(each) for each in acts), return_exceptions=True)


@pytest.mark.parametrize("act", ACTS)
async def test_a_double_tap_is_no_error(db: Database, act: str) -> None:
    results = await at_once(db, *[ACTS[act]] * 4)
    assert [result for result in results if isinstance(result, BaseException)] == []


async def test_planning_ahead_while_a_weekly_time_changes_leaves_one_session_a_week(db: Database) -> None:
    async with db.reading() as tx:
        program = (await tx.exec(select(Program).where(Program.id == CAFE))).one()
        [weekly] = await actions.weekly_times(tx, program.id)
    later = SETTINGS.model_copy(update={"horizon_weeks": 8})
    thursdays = SeriesForm(weekday=3, start=time(13), end=time(15), since=date(2026, 11, 30))
    await at_once(
        db,
        lambda tx: series.change_series(tx, weekly.id, thursdays, ORGANISER, now=TUESDAY, weeks=4, confirmed=True),
        *[lambda tx: actions.plan_ahead(tx, now=TUESDAY, settings=later)] * 3,
    )
    async with db.transaction() as tx:
        await actions.plan_ahead(tx, now=TUESDAY, settings=later)
    async with db.reading() as tx:
        days = select(col(Session.held_on)).where(Session.program_id == CAFE, col(Session.held_on) > date(2026, 11, 29))
        held = sorted((await tx.exec(days.where(Session.status == SessionStatus.PLANNED))).all())
    assert {day.weekday() for day in held} == {3}
    assert len(held) == len({day.isocalendar()[1] for day in held})


async def test_who_registers_while_it_is_called_off_hears_of_it_or_is_refused(db: Database, tmp_path: Path) -> None:
    keys = KeyFile.open_or_create(tmp_path / "keys" / "programs.json", data_dir=tmp_path / "data")
    session = await session_on(db, CAFE, date(2026, 12, 1))
    rules = RulesForm(capacity=30, is_open=True, scope=RegistrationScope.SESSION)
    async with db.transaction() as tx:
        await registering.put_rules(tx, CAFE, rules, ORGANISER, now=TUESDAY)
    wanted = [form(number, session=session.id) for number in range(6)]
    off = CancelForm(reason=CancelReason.OTHER)
    results = await asyncio.gather(
        *(register(db, keys, each) for each in wanted[:3]),
        at_once(db, lambda tx: actions.cancel_session(tx, session.id, off, ORGANISER, now=TUESDAY)),
        *(register(db, keys, each) for each in wanted[3:]),
        return_exceptions=True,
    )
    refused = [result for result in results if isinstance(result, BaseException)]
    assert {type(each) for each in refused} <= {SessionIsOff}
    async with db.reading() as tx:
        registered = (await tx.exec(select(func.count()).select_from(Registration))).one()
    async with db.reading() as tx:
        told = await concerned(tx)
    assert (registered, told) == (6 - len(refused), registered)


async def concerned(tx: Tx) -> int:
    """How many registrations are on the list of who is concerned."""
    return int((await tx.exec(select(func.count()).select_from(Concerned))).one())


async def test_registration_that_closes_meanwhile_takes_nobody_more(db: Database, tmp_path: Path) -> None:
    keys = KeyFile.open_or_create(tmp_path / "keys" / "programs.json", data_dir=tmp_path / "data")
    async with db.transaction() as tx:
        await registering.put_rules(tx, CAFE, RulesForm(capacity=30, is_open=True), ORGANISER, now=TUESDAY)
    smaller = RulesForm(capacity=2, is_open=True)
    results = await asyncio.gather(
        *(register(db, keys, form(number)) for number in range(4)),
        at_once(db, lambda tx: registering.put_rules(tx, CAFE, smaller, ORGANISER, now=TUESDAY)),
        *(register(db, keys, form(number)) for number in range(4, 8)),
        return_exceptions=True,
    )
    assert {type(each) for each in results if isinstance(each, BaseException)} <= {NoPlaceLeft, RegistrationClosed}


async def test_no_place_is_offered_at_what_is_being_called_off(db: Database, tmp_path: Path) -> None:
    keys = KeyFile.open_or_create(tmp_path / "keys" / "programs.json", data_dir=tmp_path / "data")
    session = await session_on(db, CAFE, date(2026, 12, 1))
    rules = RulesForm(capacity=1, is_open=True, has_waiting_list=True, scope=RegistrationScope.SESSION)
    async with db.transaction() as tx:
        await registering.put_rules(tx, CAFE, rules, ORGANISER, now=TUESDAY)
    for number in range(2):
        await register(db, keys, form(number, session=session.id))
    off = CancelForm(reason=CancelReason.OTHER)

    async def called_off() -> None:
        async with db.transaction() as tx:
            await actions.cancel_session(tx, session.id, off, ORGANISER, now=TUESDAY)
            await asyncio.sleep(0.3)  # the other one comes while this is not committed yet

    async def withdrawn() -> None:
        await asyncio.sleep(0.1)
        async with db.transaction() as tx:
            await tickets.withdraw(tx, f"{0:0>43}", now=TUESDAY)

    await asyncio.gather(called_off(), withdrawn())
    async with db.reading() as tx:
        states = (await tx.exec(select(Registration.status).order_by(col(Registration.no)))).all()
    assert states == [RegistrationStatus.WITHDRAWN, RegistrationStatus.WAITING]
