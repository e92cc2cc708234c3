"""日程調整: who is asked gets a mail, only the silent a second one; what was settled meanwhile is not mailed.

The versions of a poll's invitee number its messages, so the newest says what the older ones would have.
"""

from datetime import datetime, time

from sqlmodel import select

from services.notify.actions.drafting import message_of, tell
from services.notify.actions.standing import settle_about
from services.notify.models import ClosedPoll, Message, SettledAsking
from services.notify.rules import Kind, Reason
from shared.clock import TOKYO
from shared.contracts.meetings import PollAnswered, PollAsked, PollClosed, PollLinkRevoked, PollReminded
from shared.db import Session

ASKED_VALUES = {"title", "asking", "dates", "minutes", "due_on"}


async def ask_when(tx: Session, event: PollAsked, *, now: datetime) -> None:
    """A post or agency is asked on which dates it could come."""
    await tell(tx, [(_message(event, Kind.POLL_ASKED, now), {})], now=now)


async def remind(tx: Session, event: PollReminded, *, now: datetime) -> None:
    """Somebody has not answered yet."""
    await tell(tx, [(_message(event, Kind.POLL_REMINDER, now), {})], now=now)


async def note_answered(tx: Session, event: PollAnswered, *, now: datetime) -> None:
    """They answered: what was to be mailed before that stays here."""
    await _settle(tx, event, Reason.ANSWERED, now=now)


async def note_revoked(tx: Session, event: PollLinkRevoked, *, now: datetime) -> None:
    """They are not asked any more."""
    await _settle(tx, event, Reason.REVOKED, now=now)


async def close_poll(tx: Session, event: PollClosed, *, now: datetime) -> None:
    """Nobody is asked any more."""
    if await tx.get(ClosedPoll, event.aggregate_id) is None:
        tx.add(ClosedPoll(poll_id=event.aggregate_id, closed_at=event.occurred_at))
    query = select(Message.about).where(Message.poll_id == event.aggregate_id).distinct()
    await settle_about(tx, (await tx.exec(query)).all(), now=now)


def _message(event: PollAsked | PollReminded, kind: Kind, now: datetime) -> Message:
    return message_of(
        event,
        kind,
        event.aggregate_id,
        (event.invitee_kind, event.invitee),
        event.model_dump(mode="json", include=ASKED_VALUES),
        now,
        sequence=event.aggregate_version,
        poll_id=event.poll_id,
        useless_after=datetime.combine(event.due_on, time.max, TOKYO),
    )


async def _settle(tx: Session, event: PollAnswered | PollLinkRevoked, reason: Reason, *, now: datetime) -> None:
    """The newest of these facts counts, in whichever order they come."""
    known = await tx.get(SettledAsking, event.aggregate_id)
    if known and known.version >= event.aggregate_version:
        return
    row = known or SettledAsking(about=event.aggregate_id, version=0, reason=reason)
    row.version, row.reason = event.aggregate_version, reason
    tx.add(row)
    await settle_about(tx, [event.aggregate_id], now=now)
