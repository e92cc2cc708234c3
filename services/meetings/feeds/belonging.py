"""Whose calendars are somebody's own: asked when a subscription is made, and again at each look at it."""

from sqlmodel import col, select

from services.meetings.actions import reading
from services.meetings.errors import UnknownArea
from services.meetings.models import Body, FeedToken
from shared.auth import Grant, Role, Who
from shared.db import Session

MADE_AT_THE_MACHINE = frozenset({"terminal", "demo"})  # by `yui feed` and for newcomers: no account holds them


def in_town(who: Who, municipality: str) -> Who | None:
    """`who` with the grants of one town only: post A of another town is another post. None without any."""
    grants = tuple(grant for grant in who.grants if grant.municipality == municipality)
    return who.model_copy(update={"grants": grants}) if grants else None


def own_subjects(who: Who) -> list[str]:
    """The calendars of `who`'s posts and agencies."""
    return [*(f"post:{post}" for post in sorted(who.posts)), *(f"agency:{each}" for each in sorted(who.agencies))]


async def is_own(tx: Session, who: Who, scope: str, key: str) -> bool:
    """Whether `who` sits on it or belongs to it; UnknownBody and UnknownArea for what the town does not have."""
    if scope == "personal":
        return bool(who.posts or who.agencies)
    if scope == "post":
        return key in who.posts
    if scope == "agency":
        return key in who.agencies
    return await (_sees_body if scope == "body" else _sees_area)(tx, who, key)


async def subjects_of(tx: Session, token: FeedToken, grants: tuple[Grant, ...] | None) -> list[str]:
    """Whose calendars a subscription still joins, by what its holder may do now; none when the role ended.

    `grants` None: it was made at the machine itself, for a post and no person, and ends by its date alone.
    """
    if grants is None:
        return await _named(tx, token)
    holder = Who(account_id=token.account_id, login="", name="", grants=grants, csrf_token="")
    who = in_town(holder, token.municipality)
    if who is None or not await is_own(tx, who, token.scope, token.key):
        return []
    own = set(own_subjects(who))
    return [each for each in await _named(tx, token) if token.scope != "personal" or each in own]


async def bodies_of_area(tx: Session, municipality: str, area: str) -> list[str]:
    query = select(Body.id).where(Body.municipality == municipality, Body.area == area).order_by(col(Body.id))
    return list((await tx.exec(query)).all())


async def _named(tx: Session, token: FeedToken) -> list[str]:
    if token.scope == "personal":
        return token.subjects
    if token.scope == "area":
        return [f"body:{body}" for body in await bodies_of_area(tx, token.municipality, token.key)]
    return [f"{token.scope}:{token.key}"]


async def _sees_body(tx: Session, who: Who, body_id: str) -> bool:
    body = await reading.find_body(tx, who.municipality, body_id)
    return reading.leads(who, body) or who.has(Role.ADMIN) or not who.posts.isdisjoint(body.required)


async def _sees_area(tx: Session, who: Who, area: str) -> bool:
    """Who works in the area, or sits on each body of it."""
    bodies = await bodies_of_area(tx, who.municipality, area)
    if not bodies:
        raise UnknownArea("There is no such area.", field="key")
    return area in who.areas or all([await _sees_body(tx, who, body) for body in bodies])
