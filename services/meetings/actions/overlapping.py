"""Before a sitting is placed: who of those who have to come is called elsewhere at that time."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from services.meetings import words
from services.meetings.actions import bookings, reading
from services.meetings.errors import OverlappingPosts
from services.meetings.models import Body, Invitation, Meeting
from services.meetings.rules.attendance import members
from services.meetings.rules.overlaps import Called, overlaps
from services.meetings.rules.spans import Span
from shared.contracts.words import InviteeKind
from shared.db import Session

LONGEST = timedelta(hours=8)  # a sitting lasts at most so long (ConveneForm)


async def must_not_overlap(
    tx: Session, body: Body, starts_at: datetime, minutes: int, *, meeting: Meeting | None = None
) -> None:
    """OverlappingPosts, saying who and where, when a post of the sitting is called elsewhere in that time."""
    posts = set(members(reading.rules_of(body))) | (await _called_posts(tx, meeting) if meeting else set())
    span = Span(starts_at, starts_at + timedelta(minutes=minutes))
    found = overlaps(span, posts, await calls_between(tx, body.municipality, posts, span, but=meeting))
    if found:
        names = await reading.names_of(tx, body.municipality)
        ja, en = (words.called_elsewhere(found, names, lang) for lang in ("ja", "en"))
        raise OverlappingPosts(en, field="starts_at", title_ja=ja)


async def _called_posts(tx: Session, meeting: Meeting) -> set[str]:
    rows = await reading.invitations_of(tx, meeting.id)
    return {row.invitee for row in rows if row.kind is InviteeKind.POST and row.status == "called"}


async def overlaps_of(tx: Session, body: Body, moments: Sequence[datetime]) -> list[tuple[datetime, list[Called]]]:
    """For each moment at which the body would sit, who is called elsewhere then; only moments with somebody."""
    if not moments:
        return []
    posts, length = members(reading.rules_of(body)), timedelta(minutes=body.minutes)
    taken = await calls_between(tx, body.municipality, posts, Span(min(moments), max(moments) + length), but=None)
    others = [call for call in taken if call.body != body.id]
    found = [(moment, overlaps(Span(moment, moment + length), posts, others)) for moment in moments]
    return [(moment, called) for moment, called in found if called]


async def calls_between(
    tx: Session, municipality: str, posts: Collection[str], span: Span, *, but: Meeting | None
) -> list[Called]:
    """To what these posts are called in a span, one sitting left out."""
    query = (
        select(Invitation, Meeting)
        .join(Meeting, col(Meeting.id) == Invitation.meeting_id)
        .where(Invitation.kind == InviteeKind.POST, col(Invitation.invitee).in_(posts), Invitation.status == "called")
        .where(Meeting.municipality == municipality, col(Meeting.status).in_(("planned", "open")))
        .where(col(Meeting.starts_at) < span.ends_at, col(Meeting.starts_at) > span.starts_at - LONGEST)
    )
    return [
        Called(call.invitee, meeting.id, meeting.body, meeting.title, bookings.span_of(meeting))
        for call, meeting in (await tx.exec(query)).all()
        if but is None or meeting.id != but.id
    ]
