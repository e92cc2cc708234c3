"""What every fact that tells somebody something goes through: a message, written down once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.notify.actions.standing import Draft, settle_about
from services.notify.models import Message, MessageCase
from services.notify.rules import Kind, Status
from shared.bus.cause import cause_of
from shared.contracts.base import Event
from shared.contracts.words import InviteeKind
from shared.db import Session
from shared.db.rows import insert_rows

Lanes = Mapping[str, bool | None]


def message_of(
    event: Event,
    kind: Kind,
    about: str,
    to: tuple[InviteeKind, str],
    values: Mapping[str, Any],
    now: datetime,
    *,
    sequence: int = 0,
    meeting_id: str | None = None,
    useless_after: datetime | None = None,
    is_routine: bool = False,
    poll_id: str | None = None,
) -> Message:
    """What a fact has to tell one post or agency, due at once."""
    recipient_kind, recipient = to
    return Message(
        municipality=event.municipality,
        kind=kind,
        about=about,
        sequence=sequence,
        recipient_kind=recipient_kind,
        recipient=recipient,
        meeting_id=meeting_id,
        poll_id=poll_id,
        is_routine=is_routine,
        values=dict(values),
        called_at=event.occurred_at,
        useless_after=useless_after,
        created_at=now,
        due_at=now,
        status=Status.DUE,
        **cause_of(event)._asdict(),
    )


async def tell(tx: Session, told: Sequence[tuple[Message, Lanes]], *, now: datetime) -> None:
    """Write down what is not written down yet, and let what is known decide over all messages about the same things."""
    drafts = [Draft(message, _cases(message, lanes)) for message, lanes in told]
    new = await settle_about(tx, {message.about for message, _lanes in told}, drafts, now=now)
    await insert_rows(tx, *(draft.message for draft in new))
    await insert_rows(tx, *(case for draft in new for case in draft.cases))


def _cases(message: Message, lanes: Lanes) -> list[MessageCase]:
    return [MessageCase(message_id=message.id, case_ref=ref, on_consent=on) for ref, on in lanes.items()]
