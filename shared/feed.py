"""The HTTP side of calendar feeds (feeds.md, "HTTP"): a plain ASGI door in front of FastAPI.

A live address never answers 404, HTML or an empty calendar: some clients would delete everything. When the feed can't
be built, the last good copy is served, or 503.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import structlog
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.clock import Clock, local_date
from shared.db import Database, Session
from shared.ical import Occurrence, calendar, vevent
from shared.tokens import fingerprint

log = structlog.get_logger()

NOTICE_LASTS = timedelta(days=30)
COPIES_KEPT = 500
HEADERS = {
    "Content-Disposition": "inline",
    "Cache-Control": "private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
TRY_LATER = {**HEADERS, "Retry-After": "300"}
CLIENTS = (
    ("google", "Google-Calendar"), ("outlook", "Microsoft"), ("apple", "CalendarAgent"), ("apple", "dataaccessd"),
    ("thunderbird", "Thunderbird"), ("android", "DAVx"), ("android", "ICSx"),
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A subscription: its key (never its secret) and, if it ended, when."""

    key: str
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Feed:
    """A feed's bytes and when its content last changed."""

    body: bytes
    changed_at: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


Find = Callable[[Session, str], Awaitable[Source | None]]
Build = Callable[[Session, str], Awaitable[Feed]]
Note = Callable[[Session, str, str], Awaitable[None]]


def client_family(user_agent: str) -> str:
    """Which calendar asks, as one of a few words (it becomes a metric label)."""
    return next((family for family, mark in CLIENTS if mark.lower() in user_agent.lower()), "other")


class FeedDoor:
    """Answers `{prefix}/{secret}.ics`; everything else goes on to the app."""

    def __init__(
        self, app: ASGIApp, *, prefix: str, db: Database, clock: Clock, find: Find, build: Build, note: Note
    ) -> None:
        self.app = app
        self._path = re.compile(rf"^{re.escape(prefix)}/([A-Za-z0-9_-]{{20,80}})\.ics$")
        self._db, self._clock = db, clock
        self._find, self._build, self._note = find, build, note
        self._copies: dict[str, Feed] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match = self._path.match(scope["path"]) if scope["type"] == "http" else None
        if match is None:
            await self.app(scope, receive, send)
            return
        if scope["method"] not in ("GET", "HEAD"):
            await Response(status_code=405, headers={"Allow": "GET, HEAD"})(scope, receive, send)
            return
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        response = await self._answer(match[1], headers)
        await response(scope, receive, send)

    async def _answer(self, secret: str, headers: dict[str, str]) -> Response:
        key = fingerprint(secret)
        try:
            feed = await self._feed(secret, client_family(headers.get("user-agent", "")))
        except Exception as error:
            log.error("feed not built", feed=key[:8], exc_info=error)
            copy = self._copies.get(key)
            return respond(copy, headers) if copy else Response(status_code=503, headers=TRY_LATER)
        return feed if isinstance(feed, Response) else respond(feed, headers)

    async def _feed(self, secret: str, client: str) -> Feed | Response:
        now = self._clock()
        async with self._db.reading() as tx:
            source = await self._find(tx, secret)
            if source is None:
                return Response(status_code=404, headers=HEADERS)
            if source.ended_at:
                return _ended(source.ended_at, now)
            feed = await self._build(tx, source.key)
        self._keep(source.key, feed)
        async with self._db.transaction() as tx:
            await self._note(tx, source.key, client)
        return feed

    def _keep(self, key: str, feed: Feed) -> None:
        self._copies.pop(key, None)
        self._copies[key] = feed
        if len(self._copies) > COPIES_KEPT:
            self._copies.pop(next(iter(self._copies)))


def respond(feed: Feed, headers: dict[str, str]) -> Response:
    """200 with the whole feed, or 304 when the client has it already."""
    modified = format_datetime(feed.changed_at.astimezone(UTC), usegmt=True)
    answer = {**HEADERS, "ETag": feed.etag, "Last-Modified": modified}
    asked = headers.get("if-none-match")
    if asked is not None:
        unchanged = asked == "*" or feed.etag in re.findall(r'"[^"]*"', asked)
    else:
        unchanged = headers.get("if-modified-since") == modified
    if unchanged:
        return Response(status_code=304, headers=answer)
    return Response(feed.body, headers=answer, media_type="text/calendar; charset=utf-8")


def _ended(ended_at: datetime, now: datetime) -> Response:
    """One all-day event that says what to do, for 30 days; then 410."""
    if now - ended_at > NOTICE_LASTS:
        return Response(status_code=410, headers=HEADERS)
    notice = Occurrence(
        uid="ended@yui",
        sequence=0,
        changed_at=ended_at,
        first_day=local_date(now),
        last_day=local_date(now),
        summary="この購読URLは無効です。再発行してください",
        organiser_name="結（Yui）事務局",
        organiser_mail="noreply@yui.invalid",
    )
    body = calendar("結", "この購読は終わりました", [vevent(notice)], "#B3541E")
    return Response(body, headers=HEADERS, media_type="text/calendar; charset=utf-8")
