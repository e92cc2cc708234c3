"""Answers to invitations: 出席・欠席・代理."""

from fastapi import APIRouter

from services.meetings.actions import replying
from services.meetings.api.who import Staff
from services.meetings.schemas import ReplyForm, ReplyView
from shared.web import Now, Reference, Tx

api = APIRouter()


@api.post("/invitations/{invitation_id}/reply")
async def reply(invitation_id: Reference, form: ReplyForm, tx: Tx, who: Staff, now: Now) -> ReplyView:
    """Answer an invitation of one's own post or agency; a later answer replaces it."""
    return ReplyView.of(await replying.reply(tx, invitation_id, form, who, now=now))
