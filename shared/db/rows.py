"""Rows in and out by plain statements: a tenth of what the unit of work costs, for what many people do at once."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.orm import class_mapper
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.prepared import Prepared

Model = TypeVar("Model", bound=SQLModel)


async def insert_rows(tx: AsyncSession, *rows: SQLModel) -> None:
    """Insert `rows` in the order given (a row follows those it refers to); the session does not track them.

    Neighbours of one kind go in one statement.
    """
    for model, run in groupby(rows, key=type):
        await _insert(model).run(tx, [_values(row) for row in run])


async def insert_alike(tx: AsyncSession, row: SQLModel, changes: Sequence[Mapping[str, Any]]) -> None:
    """Insert a row for each of `changes`: like `row`, but for the few columns that all of them name."""
    if changes:
        await _insert(type(row)).run_alike(tx, _values(row), changes)


async def read_row(tx: AsyncSession, model: type[Model], *key: Any) -> Model | None:
    """The row with this primary key, for reading only: what is changed on it is not saved."""
    rows = await _select(model).rows(tx, dict(zip(_keys(model), key, strict=True)))
    return _row(model, rows[0]) if rows else None


def new_row(model: type[Model], **values: Any) -> Model:
    """A row for `insert_rows`, every column given: made as loading makes one, a tenth of what its constructor costs."""
    row: Model = class_mapper(model).class_manager.new_instance()
    row.__dict__.update(values)
    return row


def _row(model: type[Model], values: tuple[Any, ...]) -> Model:
    """As SQLAlchemy's own loading does: setting attribute by attribute would cost ten times as much."""
    return new_row(model, **dict(zip(_columns(model), values, strict=True)))


def copy_of(row: Model, **changes: Any) -> Model:
    """The same row with other values in some columns, for `insert_rows`."""
    return new_row(type(row), **{**_values(row), **changes})


def _values(row: SQLModel) -> dict[str, object]:
    state = row.__dict__
    return {name: state[name] for name in _columns(type(row))}


@cache
def _insert(model: type[SQLModel]) -> Prepared:
    return Prepared(insert(_table(model)).inline())


@cache
def _select(model: type[SQLModel]) -> Prepared:
    table = _table(model)
    return Prepared(select(table).where(*(table.c[name] == bindparam(name) for name in _keys(model))))


@cache
def _columns(model: type[SQLModel]) -> tuple[str, ...]:
    return tuple(column.key for column in _table(model).columns)


@cache
def _keys(model: type[SQLModel]) -> tuple[str, ...]:
    return tuple(column.key for column in _table(model).primary_key)


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
    return table
