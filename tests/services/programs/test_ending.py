"""A program's last day takes every date behind it, whoever placed it; a venue's new name reaches every calendar."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from services.programs import actions
from services.programs.actions import importing, moving, posting, venues
from services.programs.actions.importing import Cells
from services.programs.actions.programs import edit_program
from services.programs.models import Program, Session, Venue
from services.programs.rules import CancelReason, SessionStatus
from services.programs.schemas import CancelForm, ExtraForm, MoveForm, ProgramForm, VenueForm
from shared.db import Database
from shared.sealed import KeyFile
from tests.services.programs.stage import ORGANISER, TUESDAY, session_on, told
from tests.services.programs.test_concerning import registered
from tests.services.programs.test_importing import KEEPER

GATHERING = "elderly-gathering"
LAST, EXTRA, MOVED, SNOWED = date(2026, 12, 3), date(2026, 12, 13), date(2026, 12, 10), date(2026, 12, 12)
LATER = TUESDAY + timedelta(hours=1)


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile.open_or_create(tmp_path / "keys" / "programs.json", data_dir=tmp_path / "data")


async def end_on(db: Database, last: date | None) -> None:
    async with db.transaction() as tx:
        program = await tx.get_one(Program, GATHERING)
        kept = program.model_dump(include=set(ProgramForm.model_fields) - {"venue", "organiser"})
        more = {"venue": program.venue_id, "organiser": program.organiser_id, "ended_on": last}
        form = ProgramForm.model_validate({**kept, **more})
        await edit_program(tx, GATHERING, form, ORGANISER, now=LATER, weeks=4)


async def planned_beside(db: Database) -> None:
    """An extra date, one moved by hand to a day of its own, and an extra one called off for snow."""
    moved = await session_on(db, GATHERING, date(2026, 12, 9))
    async with db.transaction() as tx:
        for day in (EXTRA, SNOWED):
            form = ExtraForm(held_on=day, start=time(10), end=time(12))
            extra = await posting.add_session(tx, GATHERING, form, ORGANISER, now=TUESDAY)
        await tx.flush()
        await actions.cancel_session(tx, extra.id, CancelForm(reason=CancelReason.SNOW), ORGANISER, now=TUESDAY)
        form_moved = MoveForm(held_on=MOVED, start=time(10), end=time(12))
        await moving.move_session(tx, moved.id, form_moved, ORGANISER, now=TUESDAY)


async def on(db: Database, *days: date) -> list[tuple[SessionStatus, CancelReason | None]]:
    found = [await session_on(db, GATHERING, day) for day in days]
    return [(row.status, row.reason) for row in found]


IS_ON = (SessionStatus.PLANNED, None)
TAKEN = (SessionStatus.CANCELLED, CancelReason.CHANGED)
BY_HAND = (SessionStatus.CANCELLED, CancelReason.SNOW)


async def test_the_last_day_takes_what_lies_behind_it_and_gives_it_back(db: Database) -> None:
    await planned_beside(db)
    await end_on(db, LAST)
    assert await on(db, EXTRA, MOVED, SNOWED, date(2026, 12, 2)) == [TAKEN, TAKEN, BY_HAND, IS_ON]
    sequence = (await session_on(db, GATHERING, EXTRA)).sequence
    await end_on(db, EXTRA - timedelta(days=1))
    assert await on(db, EXTRA, MOVED, SNOWED) == [TAKEN, IS_ON, BY_HAND]
    assert (await session_on(db, GATHERING, EXTRA)).sequence == sequence
    await end_on(db, None)
    assert await on(db, EXTRA, MOVED, SNOWED) == [IS_ON, IS_ON, BY_HAND]
    assert (await session_on(db, GATHERING, EXTRA)).sequence == sequence + 1


async def test_who_registered_hears_of_both(db: Database, keys: KeyFile) -> None:
    await registered(db, keys)
    async with db.transaction() as tx:
        form = ExtraForm(held_on=EXTRA, start=time(10), end=time(12))
        await posting.add_session(tx, GATHERING, form, ORGANISER, now=TUESDAY)
    await end_on(db, EXTRA - timedelta(days=1))
    first = await told(db)
    assert (first.count("session_cancelled") > 1, first.count("participant_concerned")) == (True, 1), "all in one"
    await end_on(db, None)
    assert (await told(db)).count("participant_concerned") == 2
    assert (await told(db)).count("session_reopened") == first.count("session_cancelled")


async def sequences(db: Database) -> dict[str, list[tuple[int, bool]]]:
    """By program: SEQUENCE of each session, and whether it changed lately."""
    found: dict[str, list[tuple[int, bool]]] = {}
    async with db.reading() as tx:
        for row in await tx.exec(select(Session).order_by(col(Session.id))):
            found.setdefault(row.program_id, []).append((row.sequence, row.changed_at == LATER))
    return found


async def renamed(db: Database, **values: str) -> None:
    async with db.transaction() as tx:
        row = await tx.get_one(Venue, "honmachi-center")
        kept = {"name": row.name, "address": row.address, "phone": row.phone, **values}
        await venues.put_venue(tx, row.id, VenueForm.model_validate(kept), KEEPER, now=LATER)


@pytest.mark.parametrize("value", [{"name": "本町センター"}, {"address": "本町9-9"}])
async def test_a_venue_s_new_name_or_address_is_newer_in_every_calendar(db: Database, value: dict[str, str]) -> None:
    visiting = await session_on(db, "cafe-de-pomme", date(2026, 12, 1))
    async with db.transaction() as tx:
        form = MoveForm(held_on=visiting.held_on, start=time(9), end=time(11), venue="honmachi-center")
        await moving.move_session(tx, visiting.id, form, ORGANISER, now=TUESDAY)
        own = set((await tx.exec(select(Program.id).where(Program.venue_id == "honmachi-center"))).all())
    await renamed(db, **value)
    after = await sequences(db)
    assert GATHERING in own
    assert all(is_new and sequence == 1 for program in own for sequence, is_new in after[program])
    assert sorted(after["cafe-de-pomme"])[-1] == (2, True)
    assert [is_new for sequence, is_new in after["cafe-de-pomme"]].count(True) == 1


async def test_a_venue_saved_as_it_was_changes_no_calendar(db: Database) -> None:
    await renamed(db, phone="088-000-9999")
    assert not any(is_new for rows in (await sequences(db)).values() for _, is_new in rows)


async def test_an_imported_address_is_newer_in_every_calendar(db: Database) -> None:
    rows = Cells([["名前", "会場", "住所"], ["独居高齢者の集い", "本町ふれあいセンター", "本町7-7"]])
    async with db.transaction() as tx:
        plan = await importing.preview_list(tx, rows, KEEPER, now=LATER)
        assert plan.mistakes == []
        _, is_done = await importing.take_over(tx, rows, plan.seen, KEEPER, now=LATER, weeks=4)
    assert is_done
    after = await sequences(db)
    assert set(after[GATHERING]) == {(1, True)}
