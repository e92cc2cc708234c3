"""What became of an invitation, or of a poll's asking, after it was told to notify."""

from services.meetings.models import Invitation, PollInvitee
from shared.contracts.notify import MessageFailed, MessageSent
from shared.db import Session

# notify's kinds of messages for a ParticipantCalled, a PollAsked and a PollReminded
ABOUT: dict[str, type[Invitation] | type[PollInvitee]] = {
    "invitation": Invitation, "poll_asked": PollInvitee, "poll_reminder": PollInvitee,
}  # fmt: skip


async def note_told(tx: Session, event: MessageSent) -> None:
    """The message left for its recipient."""
    if row := await _told(tx, event):
        row.told_at, row.telling_failed = event.occurred_at, False
        tx.add(row)


async def note_not_told(tx: Session, event: MessageFailed) -> None:
    """The message could not be handed over; somebody has to telephone. A later success outweighs it."""
    row = await _told(tx, event)
    if row and (row.told_at is None or row.told_at < event.occurred_at):
        row.telling_failed = True
        tx.add(row)


async def _told(tx: Session, event: MessageSent | MessageFailed) -> Invitation | PollInvitee | None:
    table = ABOUT.get(event.kind)
    return await tx.get(table, event.about) if table else None
