"""カレンダー購読: how do I get this on my phone?"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from services.meetings import feeds
from services.meetings.actions import reading
from services.meetings.api import Member, settings_of
from services.meetings.schemas import FeedForm, FeedView
from shared.db import Session
from shared.ui.words import said
from shared.web import Now, Read, Tx
from shared.web.pages import lang_of, render

doors = APIRouter(prefix="/meetings/subscribe")


@doors.get("")
async def subscribe(request: Request, tx: Read, who: Member) -> Response:
    """Choose a post or an agency of one's own."""
    return await _page(request, tx, who, None)


@doors.post("")
async def make_feed(
    request: Request, feed: Annotated[str, Form(pattern=r"^(post|agency):[A-Za-z0-9-]{1,64}$")], tx: Tx, who: Member,
    now: Now,
) -> Response:  # fmt: skip
    """The address, shown this once."""
    scope, _, key = feed.partition(":")
    name = said(("結の会議", "Yui meetings"), lang_of(request))
    form = FeedForm.model_validate({"scope": scope, "key": key, "name": name})
    made = await feeds.subscribe(tx, form, who, public_url=settings_of(request).public_url, now=now)
    return await _page(request, tx, who, made)


async def _page(request: Request, tx: Session, who: Member, made: FeedView | None) -> Response:
    names = await reading.names_of(tx, who.municipality)
    choices: Mapping[str, str] = {
        **{f"post:{post}": names.posts.get(post, post) for post in sorted(who.posts)},
        **{f"agency:{agency}": names.agencies.get(agency, agency) for agency in sorted(who.agencies)},
    }
    return render(request, "subscribe.html", made=made, choices=choices)
