"""A town's revision: one more with each transaction that changes what residents see of it."""

from sqlalchemy import bindparam, event, text
from sqlalchemy.orm import Mapper, object_session
from sqlmodel import SQLModel, col, select

from services.programs.models import (
    Area,
    BoardRevision,
    ClosedDay,
    Municipality,
    Organiser,
    Program,
    Reading,
    RegistrationRules,
    Series,
    Session,
    Venue,
)
from shared.db import Database
from shared.db import Session as Tx
from shared.db.core import execute

SHOWN: tuple[type[SQLModel], ...] = (
    Area, ClosedDay, Municipality, Organiser, Program, Reading, RegistrationRules, Series, Session, Venue,
)  # fmt: skip
_TOWNS = "programs_changed_towns"
_PROGRAMS = "programs_with_changed_times"
_REVISE = text(
    "INSERT INTO board_revisions (municipality, revision) VALUES (:town, 1) "
    "ON CONFLICT (municipality) DO UPDATE SET revision = board_revisions.revision + 1"
).bindparams(bindparam("town"))


def keep_revisions(db: Database) -> None:
    """Make `db` count, before each commit, the towns that the transaction changed."""

    async def count(tx: Tx) -> None:
        await tx.flush()
        for town in sorted(await _changed(tx)):  # in one order for all: two writers can't wait for each other
            await execute(tx, _REVISE, {"town": town})

    db.before_commit.append(count)


def towns_changed(tx: Tx) -> set[str]:
    """The towns whose public part the committed `tx` changed."""
    found: set[str] = tx.info.get(_TOWNS, set())
    return found


async def revision_of(tx: Tx, town: str) -> int:
    """The town's revision; 0 while nothing is there."""
    query = select(BoardRevision.revision).where(BoardRevision.municipality == town)
    return (await tx.exec(query)).first() or 0


async def _changed(tx: Tx) -> set[str]:
    """Weekly times and rules of registration know their program only."""
    if programs := tx.info.pop(_PROGRAMS, None):
        query = select(Program.municipality).where(col(Program.id).in_(programs)).distinct()
        tx.info.setdefault(_TOWNS, set()).update((await tx.exec(query)).all())
    return towns_changed(tx)


def _note(_mapper: Mapper[SQLModel], _connection: object, row: SQLModel) -> None:
    """A row that residents see something of was written or deleted."""
    session = object_session(row)
    assert session
    if isinstance(row, Series | RegistrationRules):
        session.info.setdefault(_PROGRAMS, set()).add(row.program_id)
    else:
        town = row.code if isinstance(row, Municipality) else row.municipality  # type: ignore[attr-defined]  # SHOWN
        session.info.setdefault(_TOWNS, set()).add(town)


for _model in SHOWN:
    for _deed in ("after_insert", "after_update", "after_delete"):
        event.listen(_model, _deed, _note)
