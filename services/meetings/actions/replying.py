"""出席・欠席・代理: an invitee answers, by their account or by the link in their mail; the newest answer counts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from services.meetings.actions import reading
from services.meetings.errors import NoSuchInvitation, NotYourInvitation, ReplyIsVoid
from services.meetings.models import Invitation, Meeting, Reply, ReplyLink
from services.meetings.rules.attendance import Presence, absence_is_told_to
from services.meetings.schemas import AskedView, ReplyForm
from shared.auth import Who, may_see_municipality
from shared.contracts.meetings import AttendanceDeclined, AttendanceRestored
from shared.contracts.notify import ReplyLinkMade
from shared.contracts.words import InviteeKind
from shared.db import Session
from shared.outbox import emit
from shared.tokens import fingerprint


async def know_link(tx: Session, event: ReplyLinkMade) -> None:
    """A mail carries a link that answers an invitation; of its secret only the fingerprint is known here."""
    known = await tx.get(ReplyLink, event.token_sha256)
    call = await tx.get(Invitation, event.invitation_id)
    if call and known is None:
        tx.add(
            ReplyLink(
                token_sha256=event.token_sha256, invitation_id=event.invitation_id, made_at=event.occurred_at
            )
        )  # fmt: skip


async def reply(tx: Session, invitation_id: str, form: ReplyForm, who: Who, *, now: datetime) -> Reply:
    """Answer one of `who`'s own invitations."""
    call = await own_call(tx, invitation_id, who)
    return await _answer(tx, call, form, who.account_id, now=now)


async def own_call(tx: Session, invitation_id: str, who: Who) -> Invitation:
    """An invitation of `who`'s post or agency."""
    call = await tx.get(Invitation, invitation_id)
    if call is None or not may_see_municipality(who, call.municipality):
        raise NoSuchInvitation("There is no such invitation.")
    if not reading.is_invitee(who, call):
        raise NotYourInvitation("Only who is invited may answer.")
    return call


async def asked_by_link(tx: Session, secret: str, *, now: datetime) -> AskedView:
    """What the link in a mail shows; NoSuchInvitation for a secret nobody sent, ReplyIsVoid once it is too late."""
    call = await _call_of(tx, secret)
    meeting = await _open_meeting(tx, call, now)
    return AskedView.of(meeting, call, await _reply_to(tx, call.id))


async def reply_by_link(tx: Session, secret: str, form: ReplyForm, *, now: datetime) -> Reply:
    """Answer by the link in a mail, without signing in."""
    return await _answer(tx, await _call_of(tx, secret), form, None, now=now)


async def replies_to(tx: Session, calls: Sequence[Invitation]) -> dict[str, Reply]:
    """The answers to these invitations, by their ids."""
    query = select(Reply).where(col(Reply.invitation_id).in_([call.id for call in calls]))
    return {row.invitation_id: row for row in (await tx.exec(query)).all()} if calls else {}


async def _call_of(tx: Session, secret: str) -> Invitation:
    link = await tx.get(ReplyLink, fingerprint(secret))
    call = await tx.get(Invitation, link.invitation_id) if link else None
    if call is None:
        raise NoSuchInvitation("There is no such invitation.")
    return call


async def _open_meeting(tx: Session, call: Invitation, now: datetime) -> Meeting:
    meeting = await reading.find_meeting(tx, call.meeting_id)
    is_coming = meeting.status in ("planned", "open") and now <= meeting.starts_at + timedelta(minutes=meeting.minutes)
    if call.status != "called" or not is_coming:
        raise ReplyIsVoid("This invitation needs no answer any more.")
    return meeting


async def _answer(tx: Session, call: Invitation, form: ReplyForm, by: str | None, *, now: datetime) -> Reply:
    """Write the answer down; saying the same again changes nothing and tells nobody."""
    await tx.exec(select(Invitation.id).where(Invitation.id == call.id).with_for_update())  # answers wait their turn
    meeting = await _open_meeting(tx, call, now)
    row = await _reply_to(tx, call.id)
    was_absent = row is not None and row.answer is Presence.ABSENT
    said = form.answer, form.substitute or None
    if row and (row.answer, row.substitute) == said:
        return row
    if row:
        row.version += 1
    else:
        row = Reply(municipality=call.municipality, invitation_id=call.id, answer=form.answer, answered_at=now)
    row.answer, row.substitute = said
    row.answered_at, row.answered_by = now, by
    tx.add(row)
    if call.kind is InviteeKind.POST and (was_absent or row.answer is Presence.ABSENT):
        await _tell_chair(tx, meeting, call, row)
    return row


async def _tell_chair(tx: Session, meeting: Meeting, call: Invitation, row: Reply) -> None:
    """The leader hears at once that a post that always comes can't, or can after all."""
    body = await reading.find_body(tx, meeting.municipality, meeting.body)
    chair = absence_is_told_to(reading.rules_of(body), call.invitee)
    if chair is None:
        return
    told: dict[str, Any] = {
        "municipality": meeting.municipality, "aggregate_id": row.id, "aggregate_version": row.version,
        "occurred_at": row.answered_at, "meeting_id": meeting.id, "invitation_id": call.id, "body": meeting.body,
        "post": call.invitee, "chair": chair, "title": meeting.title, "starts_at": meeting.starts_at,
    }  # fmt: skip
    if row.answer is Presence.ABSENT:
        emit(tx, AttendanceDeclined(**told))
    else:
        emit(tx, AttendanceRestored(**told, by_substitute=row.answer is Presence.SUBSTITUTE))


async def _reply_to(tx: Session, invitation_id: str) -> Reply | None:
    query = select(Reply).where(Reply.invitation_id == invitation_id)
    return (await tx.exec(query)).first()
