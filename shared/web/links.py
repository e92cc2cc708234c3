"""What pages behind a secret link have in common: nobody keeps their address, nobody tries addresses for long."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Path, Request

from shared.errors import DomainError
from shared.tokens import fingerprint
from shared.web.doors import Now
from shared.web.pace import LinkPace

# The address holds the secret: it must reach neither a cache, nor a search engine, nor another page.
HEADERS = {
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive",
}  # fmt: skip
Secret = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{43}$")]


@contextmanager
def at_pace(request: Request, secret: str, now: Now, *unknown: type[DomainError]) -> Iterator[None]:
    """Do what the link allows, unless this link, or this address with made-up links, comes too often.

    `unknown` are the errors by which an action says that nobody sent such a link.
    """
    pace: LinkPace = request.app.state.link_pace
    address = request.client.host if request.client else ""
    pace.check(fingerprint(secret), address, now=now)
    try:
        yield
    except unknown:
        pace.note_wrong(address, now=now)
        raise
