"""Attendance: marked, corrected, arriving twice; the quiet check after the third absence; a month in counts."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from services.programs import rules
from services.programs.actions import attending, checking, registering, roster, tickets
from services.programs.errors import NotOnTheList
from services.programs.models import Participant
from services.programs.rules import AttendanceState
from services.programs.schemas import AttendanceForm, Mark, RegistrationForm, RulesForm
from shared.db import Database
from shared.sealed import AccessLog, KeyFile
from tests.services.programs.stage import ORGANISER, SETTINGS, TUESDAY, session_on, told

CAFE = "cafe-de-pomme"
TUESDAYS = [date(2026, 11, 24) + timedelta(weeks=week) for week in range(5)]
P, L, M, E = AttendanceState.PRESENT, AttendanceState.LATE, AttendanceState.MISSED, AttendanceState.EXCUSED


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile.open_or_create(tmp_path / "keys" / "programs.json", data_dir=tmp_path / "data")


@pytest.mark.parametrize(
    ("newest_first", "asks"),
    [
        ([M, M, M, P, P, P], True), ([M, M, P, P, P], False), ([M, E, M, M, P, L, P], True), ([M, M, M, P, P], False),
        ([M, M, M, M, P, P, P], True), ([P, M, M, M, P, P, P], False), ([], False), ([M, M, M], False),
    ],
)  # fmt: skip
def test_the_third_absence_of_a_regular_asks_for_a_check(newest_first: list[AttendanceState], asks: bool) -> None:
    assert rules.asks_for_check(newest_first, at=3, from_times=3) is asks


async def somebody(db: Database, keys: KeyFile) -> str:
    form = RegistrationForm(ticket="t" * 43, names=["山田 花子"], phone="088-000-0000")
    async with db.transaction() as tx:
        await registering.put_rules(tx, CAFE, RulesForm(is_open=True), ORGANISER, now=TUESDAY)
        await registering.register(tx, CAFE, form, keys=keys, now=TUESDAY)
    async with db.reading() as tx:
        return (await tx.exec(select(Participant.id))).one()


async def mark(db: Database, day: date, person: str, state: AttendanceState, **more: object) -> None:
    session = await session_on(db, CAFE, day)
    marks = [Mark.model_validate({"participant_id": person, "state": state, **more})]
    async with db.transaction() as tx:
        form = AttendanceForm(marks=marks, walk_ins=2)
        await attending.mark_attendance(tx, session.id, form, ORGANISER, now=TUESDAY, settings=SETTINGS)


async def test_a_regular_who_stays_away_is_looked_after_once_and_quietly(db: Database, keys: KeyFile) -> None:
    person = await somebody(db, keys)
    settings = SETTINGS.model_copy(update={"check_after_missed": 2})
    for day, state in zip(TUESDAYS, [P, P, P, M, M], strict=True):
        session = await session_on(db, CAFE, day)
        async with db.transaction() as tx:
            form = AttendanceForm(marks=[Mark(participant_id=person, state=state)])
            for _ in range(2):
                await attending.mark_attendance(tx, session.id, form, ORGANISER, now=TUESDAY, settings=settings)
    assert (await told(db)).count("check_asked") == 1
    async with db.transaction() as tx:
        [check] = await checking.open_checks(tx, ORGANISER)
        shown = await checking.person_of(tx, check.id, ORGANISER, keys=keys, now=TUESDAY)
        assert shown == ("山田 花子", "088-000-0000")
        await checking.close_check(tx, check.id, ORGANISER, now=TUESDAY)
    async with db.reading() as tx:
        assert await checking.open_checks(tx, ORGANISER) == []
        assert [row.why.value for row in (await tx.exec(select(AccessLog))).all()] == ["reach_people"]


async def test_marking_again_corrects_and_the_month_counts_what_stands(db: Database, keys: KeyFile) -> None:
    person = await somebody(db, keys)
    await mark(db, TUESDAYS[1], person, M)
    await mark(db, TUESDAYS[1], person, L, helped_minutes=90, rewards=1)
    async with db.reading() as tx:
        figures = await attending.figures_of(tx, CAFE, ORGANISER, first=date(2026, 12, 1), last=date(2026, 12, 31))
    assert figures.model_dump() == {
        "month": "2026-12", "sessions": 1, "came": 1, "walk_ins": 2, "missed": 0, "excused": 0, "helped_minutes": 90,
        "rewards": 1,
    }  # fmt: skip


async def test_the_list_shows_names_and_writes_the_reading_down(db: Database, keys: KeyFile) -> None:
    await somebody(db, keys)
    session = await session_on(db, CAFE, TUESDAYS[0])
    async with db.transaction() as tx:
        rows = await roster.roster_of(tx, session, ORGANISER, keys=keys, now=TUESDAY)
    assert [row.name for row in rows] == ["山田 花子"]
    async with db.reading() as tx:
        assert [row.why.value for row in (await tx.exec(select(AccessLog))).all()] == ["run_session"]


async def test_who_withdrew_meanwhile_is_left_out_and_the_rest_stands(db: Database, keys: KeyFile) -> None:
    stays = await somebody(db, keys)
    async with db.transaction() as tx:
        left = RegistrationForm(ticket="u" * 43, names=["佐藤 太郎"], phone="088-000-0001")
        await registering.register(tx, CAFE, left, keys=keys, now=TUESDAY)
    async with db.reading() as tx:
        [leaves] = (await tx.exec(select(Participant.id).where(Participant.id != stays))).all()
    async with db.transaction() as tx:
        await tickets.withdraw(tx, "u" * 43, now=TUESDAY)
    session = await session_on(db, CAFE, TUESDAYS[0])
    marks = [Mark(participant_id=person, state=M) for person in (leaves, stays)]
    form = AttendanceForm(marks=marks, walk_ins=1, once="o" * 16)
    async with db.transaction() as tx:
        first, again = [
            await attending.mark_attendance(tx, session.id, form, ORGANISER, now=TUESDAY, settings=SETTINGS)
            for _ in range(2)
        ]
    assert ([mark.participant_id for mark in first.marks], first.walk_ins, first.skipped) == ([stays], 1, 1)
    assert again == first


async def test_somebody_who_is_not_on_the_list_is_refused_whole(db: Database, keys: KeyFile) -> None:
    person = await somebody(db, keys)
    session = await session_on(db, CAFE, TUESDAYS[0])
    form = AttendanceForm(marks=[Mark(participant_id=person, state=P), Mark(participant_id="nobody", state=P)])
    with pytest.raises(NotOnTheList):
        async with db.transaction() as tx:
            await attending.mark_attendance(tx, session.id, form, ORGANISER, now=TUESDAY, settings=SETTINGS)
    async with db.reading() as tx:
        assert (await attending.attendance_of(tx, session)).marks == []
