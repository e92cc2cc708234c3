"""Answering a calendar client: the same headers for every feed, and 304 while nothing changed."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import Request
from fastapi.responses import Response

from shared.ical import etag

FEED_HEADERS = {
    "Content-Disposition": "inline",
    "Cache-Control": "private, no-transform",  # nobody on the way may compress it: the ETag names these very bytes
    "Referrer-Policy": "no-referrer",
    # Kept out of search engines by a header, not by robots.txt: a Disallow there would lock Google Calendar out.
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def feed_answer(request: Request, feed: bytes, *, changed_at: datetime) -> Response:
    """The feed, or 304 when the client has it already; `changed_at` is its newest change. Never a cookie."""
    tag, changed_at = etag(feed), changed_at.astimezone(UTC).replace(microsecond=0)
    headers = {**FEED_HEADERS, "ETag": tag, "Last-Modified": format_datetime(changed_at, usegmt=True)}
    if _has_it(request, tag, changed_at):
        return Response(status_code=304, headers=headers)
    return Response(feed, media_type="text/calendar; charset=utf-8", headers=headers)


def _has_it(request: Request, tag: str, changed_at: datetime) -> bool:
    known = request.headers.get("if-none-match")
    if known is not None:  # it outranks the date (RFC 9110 13.1.3)
        return known.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in known.split(","))
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and changed_at <= since
