"""中止する, and taking a cancellation back."""

from datetime import datetime

from services.programs.actions.concerning import concern, concern_again
from services.programs.actions.reading import own_session
from services.programs.actions.touching import call_off, must_be_ahead, put_back
from services.programs.actions.undoing import remember, snapshots
from services.programs.models import Session
from services.programs.rules import ChangeKind, SessionStatus
from services.programs.schemas import CancelForm
from shared.auth import Who
from shared.db import Session as Tx


async def cancel_session(tx: Tx, session_id: str, form: CancelForm, who: Who, *, now: datetime) -> Session:
    """Call a session off. It stays to be seen as called off until it is past."""
    session, program = await own_session(tx, who, session_id, to_change=True)
    if session.status is SessionStatus.CANCELLED and session.reason is form.reason:
        return session
    must_be_ahead([session], now)
    before = snapshots([session])
    call_off(tx, session, program, form.reason, now)
    was_off = before[0]["status"] == SessionStatus.CANCELLED
    change = remember(tx, ChangeKind.CANCELLED, who, program, before, [session], now=now)
    if change and not was_off:  # who heard that it is off needs no second message for its reason
        await concern(tx, change, [session], now=now)
    return session


async def reopen_session(tx: Tx, session_id: str, who: Who, *, now: datetime) -> Session:
    """Take a cancellation back."""
    session, program = await own_session(tx, who, session_id, to_change=True)
    if session.status is SessionStatus.PLANNED:
        return session
    must_be_ahead([session], now)
    before = snapshots([session])
    put_back(tx, session, program, now)
    remember(tx, ChangeKind.REOPENED, who, program, before, [session], now=now)
    await tx.flush()
    if session.changed_by:
        await concern_again(tx, {session.changed_by}, [session], now=now)
    return session
