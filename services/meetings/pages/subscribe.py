"""カレンダー購読: how do I get this on my phone? And which addresses do I have?"""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.meetings import feeds, words
from services.meetings.api import Member, settings_of
from services.meetings.schemas import FeedForm, FeedView, SubscribeForm
from shared.db import Session, undo
from shared.errors import DomainError
from shared.ui.qr import qr_code
from shared.ui.words import Words, said
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, errors_of, read_form, sent
from shared.web.pages import lang_of, render

doors = APIRouter(prefix="/meetings/subscribe")


@doors.get("")
async def subscribe(request: Request, tx: Read, who: Member, now: Now, done: str = "") -> Response:
    """Choose what, and for which calendar; below, the addresses there are."""
    return await _page(request, tx, who, now, done=done)


@doors.post("")
async def make_feed(request: Request, tx: Tx, who: Member, now: Now) -> Response:
    """The address, shown this once, and what to do with it."""
    values = await sent(request)
    try:
        asked = read_form(values, SubscribeForm)
        scope, _, key = asked.feed.partition(":")
        name = asked.name or said(("結の会議", "Yui meetings"), lang_of(request))
        form = FeedForm.model_validate({"scope": scope, "key": key, "detail": asked.detail, "name": name})
        made = await feeds.subscribe(tx, form, who, public_url=settings_of(request).public_url, now=now)
    except ValidationError as error:
        return await _page(request, tx, who, now, values=values, wrong=_at_the_choice(errors_of(error)))
    except DomainError as error:
        if error.field is None:
            raise
        await undo(tx)
        wrong = _at_the_choice({error.field: (error.title_ja, error.message)})
        return await _page(request, tx, who, now, values=values, wrong=wrong, status_code=error.status)
    return _made(request, made, asked.client)


@doors.post("/{reference}/rotate")
async def rotate(reference: Reference, request: Request, tx: Tx, who: Member, now: Now) -> Response:
    """A new address for the same calendar."""
    made = await feeds.rotate(tx, who, reference, public_url=settings_of(request).public_url, now=now)
    return _made(request, made, "")


@doors.post("/{reference}/revoke")
async def revoke(reference: Reference, tx: Tx, who: Member, now: Now) -> Response:
    """End an address at once."""
    await feeds.revoke(tx, who, reference, now=now)
    return RedirectResponse("/meetings/subscribe?done=revoke", status_code=303)


def _at_the_choice(wrong: Mapping[str, Words]) -> dict[str, Words]:
    """A scope and a key are one choice on the page."""
    return {"feed" if name in ("scope", "key") else name: sentence for name, sentence in wrong.items()}


def _made(request: Request, made: FeedView, client: str) -> Response:
    return render(request, "subscribe.html", made=made, client=client, words=words)


async def _page(
    request: Request, tx: Session, who: Member, now: Now, *, values: Sent | None = None,
    wrong: Mapping[str, Words] | None = None, status_code: int = 422, done: str = "",
) -> Response:  # fmt: skip
    context: dict[str, Any] = {
        "made": None, "choices": await feeds.offers(tx, who), "values": values or Sent({}), "wrong": wrong or {},
        "rows": await feeds.list_feeds(tx, who, now=now), "now": now, "words": words, "done": done,
        "code": qr_code(f"{settings_of(request).public_url}/meetings/subscribe"),
    }  # fmt: skip
    return render(request, "subscribe.html", status_code=status_code if wrong else 200, **context)
