"""What the feed door asks: what a fingerprint stands for, and the feed behind it."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import NamedTuple, cast

from sqlmodel import col, select

from services.meetings.feeds.belonging import MADE_AT_THE_MACHINE, subjects_of
from services.meetings.feeds.expiry import warning
from services.meetings.feeds.joining import Shown, fit
from services.meetings.feeds.options import Options
from services.meetings.feeds.repeating import Stamp, Written, repeating
from services.meetings.feeds.shelf import Revision, Shelf
from services.meetings.feeds.tokens import end, ended_at
from services.meetings.models import Body, CalendarFeed, FeedToken
from services.meetings.schemas import Detail
from shared.auth import Grant
from shared.db import Session
from shared.db.rows import read_row
from shared.feed import Feed, Source
from shared.ical import calendar
from shared.ical_lines import alarm, with_alarm

COLOUR = "#2B4C7E"
FORM = 2  # one more whenever the same rows are written differently, so that no client keeps the old bytes

GrantsOf = Callable[[str], Awaitable[tuple[Grant, ...]]]


class RoleEnded(Exception):
    """Who made the subscription no longer sits on what it shows."""


class State(NamedTuple):
    """What a feed depends on, apart from today."""

    key: str
    municipality: str
    name: str
    detail: Detail
    created_at: datetime
    expires_at: datetime
    replaced_at: datetime | None
    revisions: tuple[Revision, ...]


async def find(tx: Session, key: str, grants_of: GrantsOf, *, now: datetime) -> Source | None:
    """The subscription with this fingerprint and its state; None when there never was one.

    Its holder's role is looked at each time: who holds it no longer is `RoleEnded`.
    """
    token = await read_row(tx, FeedToken, key)
    if token is None:
        return None
    ended = ended_at(token, now)
    has_holder = token.account_id not in MADE_AT_THE_MACHINE
    subjects = await subjects_of(tx, token, await grants_of(token.account_id) if has_holder else None)
    if not subjects and ended is None:
        raise RoleEnded
    state = State(
        key=key,
        municipality=token.municipality,
        name=token.name,
        detail=cast(Detail, token.detail),
        created_at=token.created_at,
        expires_at=token.expires_at,
        replaced_at=token.replaced_at,
        revisions=await _revisions(tx, token.municipality, subjects),
    )
    return Source(key, state, ended)


async def end_with_role(tx: Session, key: str, *, now: datetime) -> None:
    """Its holder's role ended, so does the subscription."""
    token = await tx.get(FeedToken, key)
    if token and token.revoked_at is None:
        end(tx, token, now=now)


async def build(tx: Session, source: Source, query: bytes, shelf: Shelf, *, page: str, now: datetime) -> Feed:
    """The feed of a subscription with the options of a query string; `page` is where a new one is made."""
    state, options = cast(State, source.state), Options.of(query)
    subjects = [subject for subject, _revision, _changed_at in state.revisions]
    # Read before the events: a tag older than its bytes is mended by the next look, a newer one never.
    state = state._replace(revisions=await _revisions(tx, state.municipality, subjects))
    events = await shelf.in_window(tx, state.municipality, state.revisions, state.detail, now=now)
    if options.hides_cancelled:
        events = [event for event in events if not event.is_off]
    reminder = alarm(options.alarm)
    fitting = fit(events, now=now, each=len(reminder))
    kept, dropped = fitting.kept, fitting.dropped
    changes = [changed_at for _subject, _revision, changed_at in state.revisions if changed_at]
    changed_at = max([state.created_at, state.replaced_at or state.created_at, *changes])
    written: Sequence[Shown | Written] = kept
    if options.style == "rrule":
        stamp = Stamp(sum(revision for _subject, revision, _changed_at in state.revisions), changed_at)
        written = repeating(kept, await _bodies(tx, state.municipality, kept), state.detail, stamp)
    octets = [with_alarm(each.octets, reminder) if reminder and not each.is_off else each.octets for each in written]
    ends = warning(
        state.key, created_at=state.created_at, replaced_at=state.replaced_at, expires_at=state.expires_at, page=page
    )
    body = calendar(state.name, fitting.description, [*octets, ends], COLOUR)
    window = (kept[0].uid, kept[-1].uid, len(kept), dropped) if kept else ()
    return Feed(body, changed_at, _tag(state, options, window), dropped)


async def _bodies(tx: Session, municipality: str, events: Sequence[Shown]) -> dict[str, Body]:
    ids = {event.body for event in events}
    query = select(Body).where(Body.municipality == municipality, col(Body.id).in_(ids))
    return {body.id: body for body in (await tx.exec(query)).all()}


async def _revisions(tx: Session, municipality: str, subjects: Sequence[str]) -> tuple[Revision, ...]:
    """Each subject's revision, 0 for one that has never shown anything."""
    rows = [await read_row(tx, CalendarFeed, municipality, subject) for subject in subjects]
    return tuple(
        (subject, row.revision, row.changed_at) if row else (subject, 0, None)
        for subject, row in zip(subjects, rows, strict=True)
    )


def _tag(state: State, options: Options, window: tuple[object, ...]) -> str:
    """Names the bytes without reading them: revisions and the window's edges say which events they are."""
    return hashlib.sha256(repr((FORM, state, options, window)).encode()).hexdigest()[:32]
