"""New rows by plain INSERTs: a third of what the unit of work costs, for what many people do at once."""

from functools import cache

from sqlalchemy import Insert, Table, insert
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession


async def insert_rows(tx: AsyncSession, *rows: SQLModel) -> None:
    """Insert `rows` in the order given (a row follows those it refers to); the session does not track them."""
    connection = await tx.connection()
    statements = [(_statement(type(row)), _values(row)) for row in rows]
    await connection.run_sync(lambda sync: [sync.execute(statement, values) for statement, values in statements])


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
