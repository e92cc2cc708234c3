"""New rows by plain INSERTs: a third of what the unit of work costs, for what many people do at once."""

from functools import cache
from itertools import groupby

from sqlalchemy import Insert, Table, insert
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession


async def insert_rows(tx: AsyncSession, *rows: SQLModel) -> None:
    """Insert `rows` in the order given (a row follows those it refers to); the session does not track them.

    Neighbours of one kind go in one statement.
    """
    connection = await tx.connection()
    runs = [(_statement(model), [_values(row) for row in run]) for model, run in groupby(rows, key=type)]
    await connection.run_sync(lambda sync: [sync.execute(statement, values) for statement, values in runs])


def _values(row: SQLModel) -> dict[str, object]:
    state = row.__dict__
    return {name: state[name] for name in _columns(type(row))}


@cache
def _statement(model: type[SQLModel]) -> Insert:
    return insert(_table(model)).inline()


@cache
def _columns(model: type[SQLModel]) -> tuple[str, ...]:
    return tuple(column.key for column in _table(model).columns)


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
    return table
