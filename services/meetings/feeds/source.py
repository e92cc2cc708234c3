"""What the feed door asks: what a fingerprint stands for, and the feed behind it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, cast

from sqlmodel import col, select

from services.meetings.feeds.events import Detail
from services.meetings.feeds.joining import events_in_window, fit, with_alarm
from services.meetings.feeds.options import Options
from services.meetings.models import Body, CalendarFeed, FeedToken
from shared.db import Session
from shared.feed import Feed, Source
from shared.ical import calendar

COLOUR = "#2B4C7E"
FORM = 1  # one more whenever the same rows are written differently, so that no client keeps the old bytes

Revision = tuple[str, int, datetime | None]  # a subject, how often it changed, and when last


class State(NamedTuple):
    """What a feed depends on, apart from today."""

    municipality: str
    name: str
    detail: Detail
    created_at: datetime
    expires_at: datetime
    replaced_at: datetime | None
    revisions: tuple[Revision, ...]


async def find(tx: Session, key: str, *, now: datetime) -> Source | None:
    """The subscription with this fingerprint and its state; None when there never was one."""
    token = await tx.get(FeedToken, key)
    if token is None:
        return None
    ended_at = token.revoked_at or (token.expires_at if token.expires_at <= now else None)
    state = State(
        municipality=token.municipality,
        name=token.name,
        detail=cast(Detail, token.detail),
        created_at=token.created_at,
        expires_at=token.expires_at,
        replaced_at=token.replaced_at,
        revisions=await _revisions(tx, token.municipality, await subjects_of(tx, token)),
    )
    return Source(key, state, ended_at)


async def build(tx: Session, source: Source, query: bytes, *, now: datetime) -> Feed:
    """The feed of a subscription with the options of a query string."""
    state, options = cast(State, source.state), Options.of(query)
    subjects = [subject for subject, _revision, _changed_at in state.revisions]
    # Read before the events: a tag older than its bytes is mended by the next look, a newer one never.
    state = state._replace(revisions=await _revisions(tx, state.municipality, subjects))
    events = await events_in_window(tx, state.municipality, subjects, state.detail, now=now)
    if options.hides_cancelled:
        events = [event for event in events if not event.is_off]
    if options.alarm is not None:
        events = [with_alarm(event, options.alarm) for event in events]
    kept, dropped = (fitting := fit(events, now=now)).kept, fitting.dropped
    description = "結（Yui）の会議"
    if dropped:
        description += f"（多いため、今日に近い{len(kept)}件だけを載せています。ほか{dropped}件）"
    body = calendar(state.name, description, [event.octets for event in kept], COLOUR)
    changes = [changed_at for _subject, _revision, changed_at in state.revisions if changed_at]
    changed_at = max([state.created_at, *changes])
    window = (kept[0].uid, kept[-1].uid, len(kept), dropped) if kept else ()
    return Feed(body, changed_at, _tag(state, options, window), dropped)


async def subjects_of(tx: Session, token: FeedToken) -> Sequence[str]:
    """Whose calendars a subscription joins."""
    if token.scope == "personal":
        return token.subjects
    if token.scope == "area":
        query = select(Body.id).where(Body.municipality == token.municipality, Body.area == token.key)
        return [f"body:{body}" for body in (await tx.exec(query.order_by(col(Body.id)))).all()]
    return [f"{token.scope}:{token.key}"]


async def _revisions(tx: Session, municipality: str, subjects: Sequence[str]) -> tuple[Revision, ...]:
    """Each subject's revision, 0 for one that has never shown anything."""
    query = select(CalendarFeed).where(
        CalendarFeed.municipality == municipality, col(CalendarFeed.subject).in_(subjects)
    )
    known = {row.subject: row for row in (await tx.exec(query)).all()}
    return tuple(
        (subject, known[subject].revision, known[subject].changed_at) if subject in known else (subject, 0, None)
        for subject in subjects
    )


def _tag(state: State, options: Options, window: tuple[object, ...]) -> str:
    """Names the bytes without reading them: revisions and the window's edges say which events they are."""
    return hashlib.sha256(repr((FORM, state, options, window)).encode()).hexdigest()[:32]
