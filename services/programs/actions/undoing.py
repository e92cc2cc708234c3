"""元に戻す: what somebody did to sessions can be taken back for ten minutes, unless it changed again since."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, or_, select

from services.programs.actions.concerning import concern_again
from services.programs.actions.photos import drop_unused, still_there
from services.programs.actions.places import Places, places_of
from services.programs.actions.touching import Timed, about, call_off, put_back, retime, tell_changed, touch
from services.programs.errors import ChangedSince, NoSuchChange, TooLateToUndo
from services.programs.models import Change, Program, Session
from services.programs.rules import CancelReason, ChangeKind
from shared.auth import Who, may_see_municipality
from shared.contracts.programs import PostingUndone
from shared.db import Session as Tx
from shared.outbox import emit

UNDO_LASTS = timedelta(minutes=10)

Snapshot = dict[str, Any]


def snapshots(sessions: Sequence[Session]) -> list[Snapshot]:
    """How sessions stand now, as JSON."""
    kept = {
        "id",
        "held_on",
        "starts_at",
        "ends_at",
        "venue_id",
        "status",
        "reason",
        "note",
        "posted_at",
        "is_changed",
        "photo_id",
    }
    return [session.model_dump(mode="json", include=kept) for session in sessions]


def remember(
    tx: Tx, kind: ChangeKind, who: Who, program: Program | None, before: Sequence[Snapshot],
    after: Sequence[Session], *, now: datetime,
) -> Change | None:  # fmt: skip
    """Keep how the sessions that changed stood before, so that it can be taken back; None when none did."""
    changed = [
        {**snapshot, "version": session.version}
        for snapshot, session, is_now in zip(before, after, snapshots(after), strict=True)
        if snapshot != is_now
    ]
    if not changed:
        return None
    change = Change(
        municipality=after[0].municipality,
        program_id=program.id if program else None,
        kind=kind,
        done_by=who.account_id,
        done_at=now,
        before=changed,
    )
    tx.add(change)
    return change


async def last_change(tx: Tx, who: Who, *, now: datetime, of: Program | None = None) -> Change | None:
    """What this person did last, while it can be taken back; with `of`, to that program alone or to several at once."""
    query = (
        select(Change)
        .where(
            Change.done_by == who.account_id, col(Change.undone_at).is_(None), col(Change.done_at) > now - UNDO_LASTS
        )
        .order_by(col(Change.done_at).desc(), col(Change.id).desc())
    )
    if of:
        query = query.where(or_(col(Change.program_id).is_(None), Change.program_id == of.id))
    return (await tx.exec(query)).first()


async def undo_change(tx: Tx, change_id: str, who: Who, *, now: datetime) -> Change:
    """Put the sessions back as they stood before; taking back twice is taking back once.

    Raises TooLateToUndo after ten minutes, ChangedSince when somebody changed one of them meanwhile.
    """
    change = (await tx.exec(select(Change).where(Change.id == change_id).with_for_update())).first()
    if change is None or change.done_by != who.account_id or not may_see_municipality(who, change.municipality):
        raise NoSuchChange("There is no such change of yours.")
    if change.undone_at:
        return change
    if now - change.done_at > UNDO_LASTS:
        raise TooLateToUndo("It can be taken back for ten minutes only.")
    places = await places_of(tx, change.municipality)
    restored = [await _restore(tx, snapshot, places, now) for snapshot in change.before]
    change.undone_at = now
    tx.add(change)
    await tx.flush()
    told_of = {session.changed_by for session in restored if session.changed_by}  # of a reopening: what it reopened
    await drop_unused(tx, since=now - UNDO_LASTS)
    await concern_again(tx, told_of, restored, now=now)
    return change


async def _restore(tx: Tx, snapshot: Snapshot, places: Places, now: datetime) -> Session:
    session = await tx.get(Session, snapshot["id"], with_for_update=True)
    if session is None or session.version != snapshot["version"]:
        raise ChangedSince("One of the sessions changed since.")
    program = await tx.get(Program, session.program_id)
    assert program is not None
    before = Session.model_validate({**session.model_dump(), **snapshot})  # as it was, its versions as they are
    was_posted = session.posted_at
    session.photo_id = await still_there(tx, before.photo_id)
    session.note, session.posted_at, session.is_changed = before.note, before.posted_at, before.is_changed
    if (before.status, before.reason) != (session.status, session.reason):
        _restatus(tx, session, program, before.reason, now)
    if retime(session, Timed(before.held_on, before.starts_at, before.ends_at, before.venue_id)):
        touch(session, now)
        tell_changed(tx, session, program, places, now)
    elif was_posted and session.posted_at != was_posted:
        session.version, session.changed_at = session.version + 1, now
        emit(tx, PostingUndone(**about(session, program, now)))
    tx.add(session)
    return session


def _restatus(tx: Tx, session: Session, program: Program, reason: CancelReason | None, now: datetime) -> None:
    if reason is None:
        put_back(tx, session, program, now)
    else:
        call_off(tx, session, program, reason, now)
