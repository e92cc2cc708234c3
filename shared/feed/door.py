"""The feed door: plain ASGI in front of FastAPI, since a copy in memory is sent in less time than a route is found.

A live address never answers 404, HTML or an empty calendar: some clients would delete everything. When the feed can't
be built, the last good copy is served, or 503.
"""

import re
from datetime import datetime, timedelta
from time import monotonic, perf_counter
from typing import NamedTuple

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.clock import Clock, local_date
from shared.feed.answers import BROKEN, GONE, NOT_FOUND, READ_ONLY, TOO_OFTEN, Answer, Feed, Ready
from shared.feed.copies import Copies, Kept
from shared.feed.fetches import Fetches, family_of
from shared.ical import Occurrence, calendar, vevent
from shared.tokens import fingerprint

log = structlog.get_logger()

NOTICE_LASTS = timedelta(days=30)
_NOTHING = {"type": "http.response.body", "body": b""}


class Asked(NamedTuple):
    """What counts of a request."""

    secret: str
    query: bytes
    client: str
    if_none_match: bytes | None
    if_modified_since: bytes | None


class FeedDoor:
    """Answers `{prefix}/{secret}.ics`; everything else goes on to the app."""

    def __init__(
        self, app: ASGIApp, *, prefix: str, copies: Copies, fetches: Fetches, clock: Clock, most_a_minute: int
    ) -> None:
        self.app = app
        self._path = re.compile(rf"^{re.escape(prefix)}/([A-Za-z0-9_-]{{20,80}})\.ics$")
        self._route = f"{prefix}/{{secret}}.ics"
        self._copies, self._fetches, self._clock = copies, fetches, clock
        self._most_a_minute = most_a_minute

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match = self._path.match(scope["path"]) if scope["type"] == "http" else None
        if match is None:
            await self.app(scope, receive, send)
            return
        began, asked = perf_counter(), _asked(match[1], scope)
        answer = await self._answer(asked) if scope["method"] in ("GET", "HEAD") else READ_ONLY
        has_body = scope["method"] != "HEAD"
        self._fetches.count(asked.client, answer.status, answer.size if has_body else 0)
        await send(answer.start)  # type: ignore[arg-type]  # made once, never changed
        await send(answer.body if has_body else _NOTHING)  # type: ignore[arg-type]
        self._fetches.time(scope["method"], self._route, answer.status, perf_counter() - began)

    async def _answer(self, asked: Asked) -> Answer:
        key = fingerprint(asked.secret)
        try:
            kept = self._copies.fresh(key) or await self._copies.look(key)
            if kept is None or kept.source.ended_at:
                self._fetches.note_revoked()
            return await self._answer_from(kept, asked) if kept else NOT_FOUND
        except Exception as error:
            log.error("feed not built", feed=key[:8], exc_info=error)
            ready = self._copies.last_good(key, asked.query)
            return ready.answer_to(asked.if_none_match, asked.if_modified_since) if ready else BROKEN

    async def _answer_from(self, kept: Kept, asked: Asked) -> Answer:
        now = self._clock()
        if self._comes_too_often(kept):
            return TOO_OFTEN
        if ended_at := kept.source.ended_at:
            if now - ended_at > NOTICE_LASTS:
                return GONE
            ready = Ready(notice_of_end(ended_at))
        else:
            ready = await self._copies.ready(kept, asked.query)
            self._fetches.note(kept.source.key, now, asked.client)
        return ready.answer_to(asked.if_none_match, asked.if_modified_since)

    def _comes_too_often(self, kept: Kept) -> bool:
        """More than so many fetches within a minute; the first of a minute is always answered."""
        moment = monotonic()
        if moment - kept.minute >= 60:
            kept.minute, kept.fetches = moment, 0
        kept.fetches += 1
        return kept.fetches > self._most_a_minute


def notice_of_end(ended_at: datetime) -> Feed:
    """One all-day event that says what to do, on each day on which this is answered; always the same bytes."""
    notice = Occurrence(
        uid="ended@yui",
        sequence=0,
        changed_at=ended_at,
        first_day=local_date(ended_at),
        last_day=local_date(ended_at + NOTICE_LASTS),
        summary="この購読URLは無効です。再発行してください",
        organiser_name="結（Yui）事務局",
        organiser_mail="noreply@yui.invalid",
    )
    return Feed(calendar("結", "この購読は終わりました", [vevent(notice)], "#B3541E"), ended_at)


def _asked(secret: str, scope: Scope) -> Asked:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    return Asked(
        secret,
        scope["query_string"],
        family_of(headers.get(b"user-agent", b"")),
        headers.get(b"if-none-match"),
        headers.get(b"if-modified-since"),
    )
