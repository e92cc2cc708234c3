"""What a calendar client is answered: the whole feed, "not modified", or why not. No cookie, redirect or gzip."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from typing import Any, NamedTuple

from starlette.responses import Response

HEADERS = {
    "Content-Disposition": "inline",
    "Cache-Control": "private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
CALENDAR = "text/calendar; charset=utf-8"
TAGS = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Feed:
    """A feed's bytes and when its content last changed; `tag` says which state it is, else its bytes do.

    `dropped` events did not fit.
    """

    body: bytes
    changed_at: datetime
    tag: str = ""
    dropped: int = 0

    @cached_property
    def etag(self) -> str:
        return f'"{self.tag or hashlib.sha256(self.body).hexdigest()[:32]}"'

    @cached_property
    def last_modified(self) -> str:
        return format_datetime(self.changed_at.astimezone(UTC), usegmt=True)

    def is_known(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether the client has it already (RFC 9110 13.1: the tag outweighs the date)."""
        if if_none_match is not None:
            return if_none_match == "*" or self.etag in TAGS.findall(if_none_match)
        return if_modified_since == self.last_modified


class Answer(NamedTuple):
    """An answer as ASGI messages, made once and sent many times; `size` is its body's, in octets."""

    status: int
    size: int
    start: Mapping[str, Any]
    body: Mapping[str, Any]


def answer(status: int, headers: Mapping[str, str], body: bytes = b"") -> Answer:
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    if status != 304:
        raw.append((b"content-length", str(len(body)).encode()))
    start = {"type": "http.response.start", "status": status, "headers": raw}
    return Answer(status, len(body), start, {"type": "http.response.body", "body": body})


class Ready:
    """A feed with its answers ready to send."""

    def __init__(self, feed: Feed) -> None:
        known = {**HEADERS, "ETag": feed.etag, "Last-Modified": feed.last_modified}
        self.feed = feed
        self.full = answer(200, {"Content-Type": CALENDAR, **known}, feed.body)
        self.unchanged = answer(304, known)
        self._tag, self._date = feed.etag.encode(), feed.last_modified.encode()

    def answer_to(self, if_none_match: bytes | None, if_modified_since: bytes | None) -> Answer:
        """304 for who has it, else all of it."""
        if if_none_match is not None:
            is_known = if_none_match == self._tag or self.feed.is_known(if_none_match.decode("latin-1"), None)
        else:
            is_known = if_modified_since == self._date
        return self.unchanged if is_known else self.full


NOT_FOUND = answer(404, HEADERS)
GONE = answer(410, HEADERS)
BROKEN = answer(503, {**HEADERS, "Retry-After": "300"})
TOO_OFTEN = answer(429, {**HEADERS, "Retry-After": "60"})
READ_ONLY = answer(405, {**HEADERS, "Allow": "GET, HEAD"})


def respond(feed: Feed, headers: Mapping[str, str]) -> Response:
    """The same for a route of FastAPI: 200 with the whole feed, or 304 when the client has it already."""
    known = {**HEADERS, "ETag": feed.etag, "Last-Modified": feed.last_modified}
    if feed.is_known(headers.get("if-none-match"), headers.get("if-modified-since")):
        return Response(status_code=304, headers=known)
    return Response(feed.body, headers=known, media_type=CALENDAR)
