"""A town's revision grows with what residents see of it, on both databases; the board reads the same on both."""

from datetime import date, timedelta

from sqlmodel import SQLModel

from services.programs.actions import board, revisions
from services.programs.models import (
    Area,
    ClosedDay,
    Organiser,
    OrganiserLink,
    Program,
    Reading,
    SchoolBreak,
    Series,
    Session,
    Venue,
)
from services.programs.rules import ProgramKind
from shared.clock import local_date
from shared.db import Database, undo
from tests.services.programs.stage import TUESDAY, session_on

TOWN, OTHER = "39204", "39401"
TODAY = local_date(TUESDAY)
NEW = {
    "area": Area(municipality=TOWN, id="north", name="北"),
    "closed day": ClosedDay(municipality=TOWN, day=date(2026, 12, 1), name="祭り"),
    "organiser": Organiser(id="o", municipality=TOWN, name="会"),
    "reading": Reading(municipality=TOWN, word="北", kana="きた"),
    "venue": Venue(id="v", municipality=TOWN, name="会場"),
    "weekly time": Series(id="s", program_id="cafe-de-pomme", weekday=3),
}
NOT_SEEN = {
    "link": OrganiserLink(
        token_sha256="0" * 64, organiser_id="morito", name="当番", made_at=TUESDAY, expires_at=TUESDAY + timedelta(1)
    ),
    "school break": SchoolBreak(
        municipality=TOWN, first_day=date(2027, 7, 20), last_day=date(2027, 8, 31), name="夏休み"
    ),
}


async def revision(db: Database, town: str = TOWN) -> int:
    async with db.reading() as tx:
        return await revisions.revision_of(tx, town)


async def add(db: Database, row: SQLModel) -> None:
    async with db.transaction() as tx:
        tx.add(type(row)(**row.model_dump()))


async def test_each_thing_residents_see_is_counted_once_a_transaction(db: Database) -> None:
    revisions.keep_revisions(db)
    for number, row in enumerate(NEW.values(), 1):
        await add(db, row)
        assert await revision(db) == number, row
    for row in NOT_SEEN.values():
        await add(db, row)
    assert (await revision(db), await revision(db, OTHER)) == (len(NEW), 0)


async def test_changed_deleted_and_undone(db: Database) -> None:
    revisions.keep_revisions(db)
    off = await session_on(db, "cafe-de-pomme", TODAY)
    async with db.transaction() as tx:
        session, program = await tx.get(Session, off.id), await tx.get(Program, "cafe-de-pomme")
        assert session
        assert program
        session.note, program.audience = "パンの日", "だれでも"
    assert await revision(db) == 1
    async with db.transaction() as tx:
        await tx.delete(await tx.get(Reading, (TOWN, "集い")))
    assert await revision(db) == 2
    async with db.transaction() as tx:
        tx.add(Area(municipality=TOWN, id="west", name="西"))
        await tx.flush()
        await undo(tx)
    assert await revision(db) == 2


async def test_the_board_is_read_in_the_order_of_the_day(db: Database) -> None:
    await add(db, NEW["closed day"])
    async with db.reading() as tx:
        found = await board.board(tx, board.Wanted(TOWN), today=TODAY)
        meals = await board.board(tx, board.Wanted(TOWN, kind=ProgramKind.MEAL), today=TODAY)
        later = await board.board(tx, board.Wanted(TOWN, day=TODAY + timedelta(3)), today=TODAY)
    rows = [(day.day.day, row.program.id) for day in found.shown for row in day.rows]
    assert rows == [
        (24, "cafe-de-pomme"), (25, "elderly-gathering"), (27, "elderly-gathering"), (28, "study-support"),
        (29, "study-support"), (30, "morito-room"),
    ]  # fmt: skip
    assert [row.program.id for day in meals.shown for row in day.rows] == ["cafe-de-pomme"]
    assert meals.kinds == found.kinds == [ProgramKind.GATHERING, ProgramKind.MEAL, ProgramKind.STUDY]
    assert [day.day.day for day in later.shown] == [27, 28, 29, 30]
    async with db.reading() as tx:
        days = await board.days_of(tx, board.Wanted(TOWN), TODAY, TODAY + timedelta(7))
    assert [(day.day.day, day.rest) for day in days if day.rest] == [(1, "祭り")]
