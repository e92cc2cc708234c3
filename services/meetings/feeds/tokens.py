"""Calendar subscriptions: made by a person for what they sit on or belong to; the secret is shown this once."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from services.meetings.actions import reading
from services.meetings.errors import NotCalled
from services.meetings.models import FeedToken
from services.meetings.schemas import FeedForm, FeedView
from shared.auth import Role, Who
from shared.db import Session
from shared.tokens import fingerprint, new_token

LASTS = timedelta(days=365)


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


async def note_fetches(tx: Session, last: Mapping[str, tuple[datetime, str]]) -> None:
    """Remember when and by which calendar subscriptions were last fetched."""
    for key, (fetched_at, fetched_by) in last.items():
        if token := await tx.get(FeedToken, key):
            token.fetched_at, token.fetched_by = fetched_at, fetched_by
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
