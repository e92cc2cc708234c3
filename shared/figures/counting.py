"""Counting in SQL, on both databases; between two statements others get their turn of the event loop."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Executable, Float, case, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from shared.db import Session
from shared.db.core import execute

DAY = 86400.0


class seconds_between(FunctionElement[float]):  # noqa: N801  # SQL's names are small
    """`seconds_between(earlier, later)` of two moments, as a number."""

    type = Float()
    inherit_cache = True


@compiles(seconds_between, "sqlite")
def _on_sqlite(element: seconds_between, compiler: SQLCompiler, **kw: Any) -> str:
    earlier, later = (compiler.process(each, **kw) for each in element.clauses)
    return f"round((julianday({later}) - julianday({earlier})) * 86400.0, 3)"  # a Julian day is exact to 40 µs


@compiles(seconds_between, "postgresql")
def _on_postgresql(element: seconds_between, compiler: SQLCompiler, **kw: Any) -> str:
    earlier, later = (compiler.process(each, **kw) for each in element.clauses)
    return f"extract(epoch FROM ({later} - {earlier}))"


async def counts(tx: Session, statement: Executable) -> Sequence[Any]:
    """All rows of an aggregate; then whoever waits for the event loop goes first.

    SQLite works in the loop's own thread (decision 0010): a statement may take milliseconds, a round must not.
    """
    rows = (await execute(tx, statement)).all()
    await asyncio.sleep(0)
    return rows


async def one(tx: Session, statement: Executable) -> Any:
    """The one value of an aggregate."""
    return (await counts(tx, statement))[0][0]


def histogram(amount: ColumnElement[float], bounds: Sequence[float]) -> Sequence[ColumnElement[int]]:
    """Columns for `Figure.histogram`: how many are at most each bound, and how many there are."""
    return [func.count(case((amount <= bound, 1))) for bound in bounds] + [func.count(amount)]


def days_since(moment: datetime | None, now: datetime) -> float:
    """Like `age`, in whole days: when to the second one household was referred would say who it was."""
    return age(moment, now) // DAY * DAY


def age(moment: datetime | None, now: datetime) -> float:
    """Seconds since `moment`; 0 where there is none, and for what lies ahead."""
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0
