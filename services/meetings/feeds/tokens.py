"""Calendar subscriptions: made, listed, replaced and ended by their holder; a secret is shown once, when it is made."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from services.meetings.actions.calendars import note_feeds_changed
from services.meetings.errors import AlreadyReplaced, NoSuchFeed, NotCalled, TooManyFeeds
from services.meetings.feeds.belonging import MADE_AT_THE_MACHINE, in_town, is_own, own_subjects
from services.meetings.models import FeedToken
from services.meetings.schemas import FeedForm, FeedRow, FeedView
from shared.auth import Who
from shared.db import Session
from shared.tokens import fingerprint, new_token

LASTS = timedelta(days=365)
OVERLAP = timedelta(days=7)  # the old address works on while the new one is put into each device
LISTED_AFTER_END = timedelta(days=30)  # as long as the old address says that it ended
MOST_ALIVE = 20


async def subscribe(tx: Session, form: FeedForm, who: Who, *, public_url: str, now: datetime) -> FeedView:
    """Make a subscription; only for what `who` sits on or belongs to. Its scope and detail never change."""
    here = in_town(who, who.municipality)
    assert here
    if not await is_own(tx, here, form.scope, form.key):
        raise NotCalled("Subscriptions are for your own posts, agencies, bodies and areas.", field="key")
    await _must_have_room(tx, who, now)
    token = FeedToken(
        token_sha256="",
        municipality=who.municipality,
        account_id=who.account_id,
        scope=form.scope,
        key=form.key,
        subjects=own_subjects(here) if form.scope == "personal" else [],
        detail=form.detail,
        name=form.name,
        created_at=now,
        expires_at=now + LASTS,
    )
    return _issue(tx, token, public_url)


async def list_feeds(tx: Session, who: Who, *, now: datetime) -> list[FeedRow]:
    """`who`'s own subscriptions, the newest first; those that ended for a while still."""
    return [_row(token, now) for token in await _tokens(tx, who) if _end(token) > now - LISTED_AFTER_END]


async def revoke(tx: Session, who: Who, reference: str, *, now: datetime) -> None:
    """End a subscription at once; ending it again changes nothing."""
    token = await _own(tx, who, reference)
    if token.revoked_at is None:
        end(tx, token, now=now)


async def rotate(tx: Session, who: Who, reference: str, *, public_url: str, now: datetime) -> FeedView:
    """A new address for the same calendar; the old one works for a week more."""
    old = await _own(tx, who, reference)
    if not _is_alive(old, now) or old.replaced_at:
        raise AlreadyReplaced("This subscription has ended or was replaced already.")
    here = in_town(who, old.municipality)
    if here is None or not await is_own(tx, here, old.scope, old.key):
        raise NotCalled("Subscriptions are for your own posts, agencies, bodies and areas.")
    columns = old.model_dump(include={"municipality", "account_id", "scope", "key", "subjects", "detail", "name"})
    old.replaced_at, old.expires_at = now, min(old.expires_at, now + OVERLAP)
    tx.add(old)
    note_feeds_changed(tx)
    return _issue(tx, FeedToken(token_sha256="", created_at=now, expires_at=now + LASTS, **columns), public_url)


def end(tx: Session, token: FeedToken, *, now: datetime) -> None:
    """From now on the address only says what to do."""
    token.revoked_at = now
    tx.add(token)
    note_feeds_changed(tx)


async def note_fetches(tx: Session, last: Mapping[str, tuple[datetime, str]]) -> None:
    """Remember when and by which calendar subscriptions were last fetched."""
    for key, (fetched_at, fetched_by) in last.items():
        if token := await tx.get(FeedToken, key):
            token.fetched_at, token.fetched_by = fetched_at, fetched_by
            tx.add(token)


def ended_at(token: FeedToken, now: datetime) -> datetime | None:
    """When it ended, revoked or expired; None while it lives."""
    return None if _is_alive(token, now) else _end(token)


def _issue(tx: Session, token: FeedToken, public_url: str) -> FeedView:
    secret = new_token()
    token.token_sha256 = fingerprint(secret)
    tx.add(token)
    url = f"{public_url}/meetings/feeds/{secret}.ics"
    return FeedView(url=url, reference=_reference(token), name=token.name, expires_at=token.expires_at)


async def _tokens(tx: Session, who: Who) -> Sequence[FeedToken]:
    query = select(FeedToken).where(FeedToken.account_id == who.account_id)
    return (await tx.exec(query.order_by(col(FeedToken.created_at).desc()))).all()


async def _must_have_room(tx: Session, who: Who, now: datetime) -> None:
    alive = sum(_is_alive(token, now) for token in await _tokens(tx, who))
    if alive >= MOST_ALIVE and who.account_id not in MADE_AT_THE_MACHINE:
        raise TooManyFeeds("End a subscription you no longer use first.")


async def _own(tx: Session, who: Who, reference: str) -> FeedToken:
    for token in await _tokens(tx, who):
        if _reference(token) == reference:
            return token
    raise NoSuchFeed("There is no such subscription.")


def _reference(token: FeedToken) -> str:
    """What its holder calls it by: the beginning of the secret's fingerprint opens nothing."""
    return token.token_sha256[:16]


def _end(token: FeedToken) -> datetime:
    return min(token.revoked_at, token.expires_at) if token.revoked_at else token.expires_at


def _is_alive(token: FeedToken, now: datetime) -> bool:
    return _end(token) > now


def _row(token: FeedToken, now: datetime) -> FeedRow:
    return FeedRow(reference=_reference(token), is_alive=_is_alive(token, now), **token.model_dump())
