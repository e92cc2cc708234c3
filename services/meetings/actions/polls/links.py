"""The links in mails: known by their fingerprint, void at once when revoked or when a new one is sent."""

from datetime import datetime

from sqlmodel import col, delete

from services.meetings.actions import reading
from services.meetings.actions.polls import finding
from services.meetings.actions.polls.facts import tell_asked, tell_settled
from services.meetings.models import PollAnswer, PollInvitee, PollLink
from shared.auth import Who
from shared.contracts.meetings import PollLinkRevoked
from shared.contracts.notify import PollLinkMade
from shared.db import Session


async def know_link(tx: Session, event: PollLinkMade) -> None:
    """A mail carries a link that answers a poll; of its secret only the fingerprint is known here."""
    known = await tx.get(PollLink, event.token_sha256)
    row = await tx.get(PollInvitee, event.poll_invitee_id)
    if row and known is None:
        tx.add(
            PollLink(
                token_sha256=event.token_sha256, invitee_id=row.id, asking=event.asking, made_at=event.occurred_at
            )
        )  # fmt: skip


async def revoke(tx: Session, poll_id: str, invitee_id: str, who: Who, *, now: datetime) -> None:
    """Somebody is not asked any more: their link is void at once, and what was said by it does not count."""
    poll = await finding.still_asking(tx, poll_id, who, now=now)
    row = await finding.invitee_of(tx, poll, invitee_id)
    if row.is_revoked:
        return
    await tx.exec(delete(PollAnswer).where(col(PollAnswer.invitee_id) == row.id))
    row.is_revoked, row.answered_at, row.answered_by = True, None, None
    row.version += 1
    tx.add(row)
    tell_settled(tx, PollLinkRevoked, row, now)


async def send_anew(tx: Session, poll_id: str, invitee_id: str, who: Who, *, now: datetime) -> None:
    """A new link for somebody; the one before is void. What they said so far stays."""
    poll = await finding.still_asking(tx, poll_id, who, now=now)
    row = await finding.invitee_of(tx, poll, invitee_id)
    row.is_revoked, row.told_at, row.telling_failed = False, None, False
    row.asking += 1
    row.version += 1
    tx.add(row)
    body = await reading.find_body(tx, poll.municipality, poll.body)
    tell_asked(tx, poll, body, row, await finding.dates_of(tx, poll.id), now)
