"""What became of an invitation after it was told to notify."""

from services.meetings.models import Invitation
from shared.contracts.notify import MessageFailed, MessageSent
from shared.db import Session

INVITATION = "invitation"  # notify's kind of message for a ParticipantCalled


async def note_told(tx: Session, event: MessageSent) -> None:
    """The invitation left for its recipient."""
    if row := await _invitation(tx, event):
        row.told_at, row.telling_failed = event.occurred_at, False
        tx.add(row)


async def note_not_told(tx: Session, event: MessageFailed) -> None:
    """The invitation could not be handed over; somebody has to telephone. A later success outweighs it."""
    row = await _invitation(tx, event)
    if row and row.told_at is None:
        row.telling_failed = True
        tx.add(row)


async def _invitation(tx: Session, event: MessageSent | MessageFailed) -> Invitation | None:
    return await tx.get(Invitation, event.about) if event.kind == INVITATION else None
