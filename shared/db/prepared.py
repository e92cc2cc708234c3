"""Statements for hot doors: compiled once, and on SQLite handed straight to sqlite3.

SQLAlchemy's way from a statement to a row costs 55 µs (130 µs through the ORM), SQLite itself 5 µs. Values go through
the same column types either way (tests compare the two); on PostgreSQL the statement runs as any other.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, Delete, Insert, Select, TextClause, Update, exc
from sqlalchemy.types import TypeEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.core import dialect_of, execute
from shared.db.sqlite import InlineSQLite

Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete | TextClause
Values = Mapping[str, Any]
Row = tuple[Any, ...]
_Convert = Callable[[Any], Any] | None

_DIALECT = InlineSQLite(paramstyle="qmark")
_RAW = "yui_sqlite"


class Prepared:
    """A statement with `bindparam`s, of constant text: `await prepared.rows(tx, {"id": ...})`.

    Pending changes of the session are not flushed first, and what is read is not tracked by it.
    """

    def __init__(self, statement: Statement) -> None:
        self._statement = statement

    async def rows(self, tx: AsyncSession, values: Values) -> Sequence[Row]:
        """What the statement finds or returns."""
        raw = await sqlite_of(tx)
        if raw is None:
            return [tuple(row) for row in await execute(tx, self._statement, values)]
        found = _run(raw.execute, self._compiled.text, self._compiled.bind(values)).fetchall()
        return self._compiled.read(found)

    async def run(self, tx: AsyncSession, many: Sequence[Values]) -> None:
        """Once for each of `many`; nothing is returned."""
        raw = await sqlite_of(tx)
        if raw is None:
            await execute(tx, self._statement, many)
        else:
            _run(raw.executemany, self._compiled.text, [self._compiled.bind(values) for values in many])

    async def run_alike(self, tx: AsyncSession, common: Values, many: Sequence[Values]) -> None:
        """Once for each of `many`, which all name the same few parameters; the others are `common` to them."""
        raw = await sqlite_of(tx)
        if raw is None:
            await execute(tx, self._statement, [{**common, **values} for values in many])
        else:
            _run(raw.executemany, self._compiled.text, self._compiled.bind_alike(common, many))

    @cached_property
    def _compiled(self) -> "_Compiled":
        return _Compiled(self._statement)


class _Compiled:
    """A statement as SQLite's text, and how each value goes in and comes out."""

    def __init__(self, statement: Statement) -> None:
        compiled: Any = statement.compile(dialect=_DIALECT)
        binds: list[BindParameter[Any]] = [compiled.binds[name] for name in compiled.positiontup or ()]
        columns = () if isinstance(statement, TextClause) else statement.exported_columns
        self.text: str = compiled.string
        self._names = [bind.key for bind in binds]
        self._constants = {bind.key: bind.effective_value for bind in binds if not bind.required}
        self._into = [_into(bind.type) for bind in binds]
        self._out = [_out(column.type) for column in columns]
        self._converts = any(self._out)

    def bind(self, values: Values) -> Row:
        """Raises KeyError for a parameter without a value."""
        given = {**self._constants, **values} if self._constants else values
        return tuple(
            [
                convert(given[name]) if convert else given[name]
                for name, convert in zip(self._names, self._into, strict=True)
            ]
        )

    def bind_alike(self, common: Values, many: Sequence[Values]) -> list[Row]:
        """What is common is converted once."""
        usual = list(self.bind(common))
        places = [(name, index, self._into[index]) for index, name in enumerate(self._names) if name in many[0]]
        rows = []
        for values in many:
            row = usual.copy()
            for name, index, convert in places:
                row[index] = convert(values[name]) if convert else values[name]
            rows.append(tuple(row))
        return rows

    def read(self, rows: list[Row]) -> list[Row]:
        return [self._read(row) for row in rows] if self._converts else rows

    def _read(self, row: Row) -> Row:
        return tuple(
            [convert(value) if convert else value for convert, value in zip(self._out, row, strict=True)],
        )


def _into(kind: TypeEngine[Any]) -> _Convert:
    convert: _Convert = kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return convert


def _out(kind: TypeEngine[Any]) -> _Convert:
    convert: _Convert = kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
    return convert


async def sqlite_of(tx: AsyncSession) -> sqlite3.Connection | None:
    """The session's own SQLite connection, inside its transaction; None on another database."""
    raw: sqlite3.Connection | None = tx.info.get(_RAW)
    if raw is None and dialect_of(tx) == "sqlite":
        connection = await tx.connection()  # begins the session's transaction or savepoint
        raw = tx.info[_RAW] = (await connection.get_raw_connection()).driver_connection
    return raw


def _run(call: Callable[[str, Any], sqlite3.Cursor], statement: str, values: Row | list[Row]) -> sqlite3.Cursor:
    """SQLite's errors in SQLAlchemy's names, as after any other statement; without statement or values."""
    try:
        return call(statement, values)
    except sqlite3.Error as error:
        kind = getattr(exc, type(error).__name__, exc.DatabaseError)
        raise kind(None, None, error) from error
