"""What every change of a session has in common: its versions, and what its facts say."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from services.programs.actions.places import Places
from services.programs.errors import SessionIsOver
from services.programs.models import Program, Session
from services.programs.rules import CancelReason, SessionStatus
from shared.clock import local_date
from shared.contracts.programs import SessionCancelled, SessionChanged, SessionReopened
from shared.db import Session as Tx
from shared.outbox import emit

REACH = timedelta(days=35)  # feeds show so much of the past


IN_TURN = (col(Session.held_on), col(Session.starts_at).nulls_last(), col(Session.id))
"""Whoever locks several sessions locks them in this order, so that no two wait for each other."""


class Timed(NamedTuple):
    """When and where a session is: what calendars show as a change."""

    held_on: date
    starts_at: datetime | None
    ends_at: datetime | None
    venue_id: str | None


def timed(session: Session) -> Timed:
    """When and where a session is now."""
    return Timed(session.held_on, session.starts_at, session.ends_at, session.venue_id)


def retime(session: Session, to: Timed) -> bool:
    """Put a session elsewhere; says whether that is a change."""
    if timed(session) == to:
        return False
    session.held_on, session.starts_at, session.ends_at, session.venue_id = to
    return True


def touch(session: Session, now: datetime) -> None:
    """Calendars shall take it for newer."""
    session.sequence, session.version, session.changed_at = session.sequence + 1, session.version + 1, now


async def touch_shown(tx: Tx, *where: ColumnElement[bool] | bool, now: datetime) -> None:
    """Touch all that feeds still show: a title or place that changed without a higher SEQUENCE is not taken over."""
    query = select(Session).where(*where, col(Session.held_on) >= local_date(now) - REACH).with_for_update()
    for session in await tx.exec(query):
        touch(session, now)
        tx.add(session)


def must_be_ahead(sessions: Iterable[Session], now: datetime) -> None:
    """SessionIsOver for one whose day has passed."""
    if any(session.held_on < local_date(now) for session in sessions):
        raise SessionIsOver("The session's day has passed.")


def call_off(tx: Tx, session: Session, program: Program, reason: CancelReason, now: datetime) -> None:
    """A session stays to be seen as called off until it is past."""
    session.status, session.reason = SessionStatus.CANCELLED, reason
    touch(session, now)
    tx.add(session)
    emit(tx, SessionCancelled(**about(session, program, now), reason=reason))


def put_back(tx: Tx, session: Session, program: Program, now: datetime) -> None:
    """It takes place after all."""
    session.status, session.reason = SessionStatus.PLANNED, None
    touch(session, now)
    tx.add(session)
    emit(tx, SessionReopened(**about(session, program, now)))


def tell_changed(tx: Tx, session: Session, program: Program, places: Places, now: datetime) -> None:
    """Its day, time or place is another."""
    emit(
        tx,
        SessionChanged(
            **about(session, program, now),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            place=places.name(program, session),
        ),
    )


def about(session: Session, program: Program, now: datetime) -> dict[str, Any]:
    """What all facts about a session say."""
    return {
        "municipality": session.municipality,
        "aggregate_id": session.id,
        "aggregate_version": session.version,
        "occurred_at": now,
        "program_id": program.id,
        "name": program.name,
        "held_on": session.held_on,
    }
