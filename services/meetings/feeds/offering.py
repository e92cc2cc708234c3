"""Which calendars the subscribe page offers somebody."""

from sqlmodel import col, select

from services.meetings.actions import reading
from services.meetings.feeds.belonging import in_town, is_own
from services.meetings.models import Body
from shared.auth import Who
from shared.db import Session
from shared.ui.words import Words

PERSONAL: Words = ("わたしの会議ぜんぶ", "All my meetings")


async def offers(tx: Session, who: Who) -> dict[str, Words]:
    """What `who` may subscribe to, by `scope:key`: all of one's own first, then each post, agency, body and area."""
    here, names = in_town(who, who.municipality), await reading.names_of(tx, who.municipality)
    assert here
    single = {f"post:{post}": names.posts.get(post, post) for post in sorted(here.posts)}
    single |= {f"agency:{agency}": names.agencies.get(agency, agency) for agency in sorted(here.agencies)}
    bodies = await _bodies(tx, here)
    single |= {f"body:{body.id}": body.name for body in bodies}
    single |= await _areas(tx, here)
    personal = {"personal:": PERSONAL} if here.posts or here.agencies else {}
    return personal | {value: (name, name) for value, name in single.items()}


async def _bodies(tx: Session, who: Who) -> list[Body]:
    query = select(Body).where(Body.municipality == who.municipality).order_by(col(Body.id))
    return [body for body in (await tx.exec(query)).all() if await is_own(tx, who, "body", body.id)]


async def _areas(tx: Session, who: Who) -> dict[str, str]:
    """An area goes by the names of its bodies; one with a single body is its body's calendar, on offer already."""
    query = select(Body).where(Body.municipality == who.municipality, col(Body.area).is_not(None))
    found: dict[str, list[str]] = {}
    for body in (await tx.exec(query.order_by(col(Body.id)))).all():
        found.setdefault(body.area or "", []).append(body.name)
    return {
        f"area:{area}": "・".join(bodies)
        for area, bodies in found.items()
        if (area in who.areas or len(bodies) > 1) and await is_own(tx, who, "area", area)
    }
