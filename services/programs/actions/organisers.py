"""主催: who runs programs, and the links by which their people post without a password."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from services.programs.errors import NoSuchLink, NoSuchOrganiser
from services.programs.models import Organiser, OrganiserLink
from services.programs.schemas import LinkForm, LinkView, OrganiserForm
from shared.auth import Grant, Role, Who
from shared.clock import new_id
from shared.db import Session as Tx
from shared.tokens import fingerprint, new_token

LASTS = timedelta(days=365)
USE_NOTED_EACH = timedelta(minutes=10)


async def organisers_of(tx: Tx, municipality: str) -> Sequence[Organiser]:
    """The town's organisers, by name."""
    query = select(Organiser).where(Organiser.municipality == municipality).order_by(col(Organiser.name))
    return (await tx.exec(query)).all()


async def put_organiser(tx: Tx, organiser_id: str | None, form: OrganiserForm, who: Who) -> Organiser:
    """An organiser is there, or is called otherwise."""
    row = (
        await _own(tx, organiser_id, who)
        if organiser_id
        else Organiser(id=new_id(), municipality=who.municipality, name="")
    )
    row.name, row.phone = form.name, form.phone
    tx.add(row)
    return row


async def links_of(tx: Tx, organiser_id: str, who: Who) -> Sequence[OrganiserLink]:
    """An organiser's links that still open, the newest first."""
    await _own(tx, organiser_id, who)
    query = select(OrganiserLink).where(
        OrganiserLink.organiser_id == organiser_id, col(OrganiserLink.revoked_at).is_(None)
    )
    return (await tx.exec(query.order_by(col(OrganiserLink.made_at).desc()))).all()


async def make_link(tx: Tx, organiser_id: str, form: LinkForm, who: Who, *, public_url: str, now: datetime) -> LinkView:
    """A link for one phone; its secret is shown this once."""
    organiser = await _own(tx, organiser_id, who)
    secret = new_token()
    link = OrganiserLink(
        token_sha256=fingerprint(secret), organiser_id=organiser.id, name=form.name, made_at=now, expires_at=now + LASTS
    )
    tx.add(link)
    url = f"{public_url.rstrip('/')}/programs/post/{secret}"
    return LinkView(organiser_id=organiser.id, name=link.name, url=url, expires_at=link.expires_at)


async def revoke_link(tx: Tx, organiser_id: str, reference: str, who: Who, *, now: datetime) -> None:
    """A link opens nothing any more, at once; `reference` is the beginning of its fingerprint."""
    link = next((row for row in await links_of(tx, organiser_id, who) if row.token_sha256.startswith(reference)), None)
    if link is None:
        raise NoSuchLink("There is no such link.")
    link.revoked_at = now
    tx.add(link)


async def who_by_link(tx: Tx, secret: str, *, now: datetime) -> Who:
    """Somebody of an organiser, known by the link on their phone; NoSuchLink when it opens nothing (any more)."""
    link = await tx.get(OrganiserLink, fingerprint(secret))
    if link is None or link.revoked_at or link.expires_at <= now:
        raise NoSuchLink("This link opens nothing; ask for a new one.")
    organiser = await tx.get(Organiser, link.organiser_id)
    assert organiser is not None
    return who_of(organiser, link.token_sha256)


def who_of(organiser: Organiser, token_sha256: str) -> Who:
    """Whoever holds a link of this organiser: no account, and its own programs only."""
    grant = Grant(role=Role.ORGANISER, municipality=organiser.municipality, organiser=organiser.id)
    return Who(account_id=f"link-{token_sha256[:16]}", login="", name=organiser.name, grants=(grant,), csrf_token="")


async def note_use(tx: Tx, secret: str, *, now: datetime) -> None:
    """When a link was used last, so that one that nobody uses can be seen and ended."""
    link = await tx.get(OrganiserLink, fingerprint(secret))
    if link and (link.used_at is None or now - link.used_at > USE_NOTED_EACH):
        link.used_at = now
        tx.add(link)


async def _own(tx: Tx, organiser_id: str, who: Who) -> Organiser:
    row = await tx.get(Organiser, organiser_id)
    if row is None or row.municipality != who.municipality:
        raise NoSuchOrganiser("There is no such organiser.")
    return row
