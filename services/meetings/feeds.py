"""Calendar feeds of sittings: built from rows, one VEVENT an occurrence, for a post, an agency or a body."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from services.meetings.actions import reading
from services.meetings.actions.announcing import sequence_of, uid_of
from services.meetings.errors import NotCalled
from services.meetings.models import FeedToken, Invitation, Meeting
from services.meetings.schemas import FeedForm, FeedView
from shared.auth import Role, Who
from shared.contracts.words import InviteeKind
from shared.db import Session
from shared.feed import Feed, Source
from shared.ical import Occurrence, calendar, vevent
from shared.tokens import fingerprint, new_token

LASTS = timedelta(days=365)
PAST, AHEAD = timedelta(days=35), timedelta(days=400)
MOST_EVENTS = 1000
COLOUR = "#2B4C7E"
OFFICE, OFFICE_MAIL = "結（Yui）事務局", "noreply@yui.invalid"  # ORGANIZER is the office, never a person


async def subscribe(tx: Session, form: FeedForm, who: Who, *, public_url: str, now: datetime) -> FeedView:
    """Make a subscription; only for what `who` sits on or belongs to."""
    await _must_belong(tx, form, who)
    token = new_token()
    expires_at = now + LASTS
    tx.add(
        FeedToken(
            token_sha256=fingerprint(token),
            municipality=who.municipality,
            account_id=who.account_id,
            scope=form.scope,
            key=form.key,
            name=form.name,
            created_at=now,
            expires_at=expires_at,
        )
    )
    return FeedView(url=f"{public_url}/meetings/feeds/{token}.ics", name=form.name, expires_at=expires_at)


async def source_of(tx: Session, token: str, *, now: datetime) -> Source | None:
    """The subscription behind a secret and its state; None when there never was one."""
    row = await tx.get(FeedToken, fingerprint(token))
    if row is None:
        return None
    ended = row.revoked_at or (row.expires_at if row.expires_at <= now else None)
    return Source(row.token_sha256, ended)


async def build(tx: Session, token_sha256: str, *, now: datetime) -> Feed:
    """The feed's text and when it last changed."""
    token = await tx.get(FeedToken, token_sha256)
    assert token is not None
    rows = await _rows(tx, token, now)
    occurrences = [_occurrence(meeting, call) for meeting, call in rows]
    changed_at = max((each.changed_at for each in occurrences), default=token.created_at)
    events = [vevent(each) for each in occurrences]
    return Feed(calendar(token.name, "結（Yui）の会議", events, COLOUR), changed_at)


async def note_fetch(tx: Session, token_sha256: str, client: str, *, now: datetime) -> None:
    """Remember when and by which calendar a subscription was last fetched."""
    token = await tx.get(FeedToken, token_sha256)
    if token:
        token.fetched_at, token.fetched_by = now, client
        tx.add(token)


async def _must_belong(tx: Session, form: FeedForm, who: Who) -> None:
    if form.scope == "post" and form.key in who.posts:
        return
    if form.scope == "agency" and form.key in who.agencies:
        return
    if form.scope == "body":
        body = await reading.find_body(tx, who.municipality, form.key)
        if reading.leads(who, body) or who.has(Role.ADMIN) or not who.posts.isdisjoint(body.required):
            return
    raise NotCalled("Subscriptions are for your own posts, agencies and bodies.", field="key")


async def _rows(tx: Session, token: FeedToken, now: datetime) -> list[tuple[Meeting, Invitation | None]]:
    within = (
        Meeting.municipality == token.municipality,
        col(Meeting.starts_at) > now - PAST,
        col(Meeting.starts_at) < now + AHEAD,
    )
    if token.scope == "body":
        query = select(Meeting).where(*within, Meeting.body == token.key).order_by(col(Meeting.starts_at))
        return [(meeting, None) for meeting in (await tx.exec(query.limit(MOST_EVENTS))).all()]
    kind = InviteeKind.POST if token.scope == "post" else InviteeKind.AGENCY
    calls = (
        select(Meeting, Invitation)
        .join(Invitation, col(Invitation.meeting_id) == Meeting.id)
        .where(*within, Invitation.kind == kind, Invitation.invitee == token.key, Invitation.status != "held")
        .order_by(col(Meeting.starts_at))
        .limit(MOST_EVENTS)
    )
    return [(meeting, call) for meeting, call in (await tx.exec(calls)).all()]


def _occurrence(meeting: Meeting, call: Invitation | None) -> Occurrence:
    starts_at = call.slot_starts_at if call and call.slot_starts_at else meeting.starts_at
    minutes = call.slot_minutes if call and call.slot_minutes else meeting.minutes
    is_off = meeting.status == "cancelled" or (call is not None and call.status == "released")
    # An agency learns of its own slot only, not of how much else is on.
    is_slot = call is not None and call.kind is InviteeKind.AGENCY
    return Occurrence(
        uid=uid_of(meeting, call) if call else meeting.uid,
        sequence=sequence_of(meeting, call) if call else meeting.sequence,
        changed_at=max(meeting.changed_at, call.changed_at) if call else meeting.changed_at,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        summary=meeting.title if is_slot or not meeting.lines else f"{meeting.title}（{meeting.lines}件）",
        location=meeting.place,
        status="CANCELLED" if is_off else "CONFIRMED",
        organiser_name=OFFICE,
        organiser_mail=OFFICE_MAIL,
    )
