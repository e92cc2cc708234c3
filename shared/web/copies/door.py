"""A door in front of the app that sends public answers from memory while nothing they were made of has changed.

A route says what its answer was made of (`keep`); whatever says nothing, and whoever is signed in, goes through to the
app. What an answer was made of is looked at again each second, and at once after a commit of this process.
"""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, NamedTuple

import structlog
from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.auth.identify import session_token
from shared.clock import Clock, local_date
from shared.metrics import Metrics
from shared.ui.preferences import preferences_of
from shared.web.copies.made import CONDITIONS, NOTHING, Basis, Copy, Headers, Made

log = structlog.get_logger()

LOOK_AGAIN_SECONDS = 1.0  # how late a change made by another process may be seen
MOST_OCTETS = 32 << 20

Key = tuple[str, bytes, str, bool]  # path, query, language, large text
StateOf = Callable[[str], Awaitable[Hashable]]


class Looked(NamedTuple):
    """The state a subject was seen in, when, and how many commits of this process had been seen by then."""

    state: Hashable
    at: float
    generation: int


class CopyDoor:
    """Answers what matches `paths` from memory where it can; `state_of` reads a subject's state from the database.

    `query_of` writes a query that means the same always alike; `note` hears of each answer to a calendar: status,
    octets and the headers it came with.
    """

    def __init__(
        self, app: ASGIApp, *, service: str, paths: re.Pattern[str], state_of: StateOf, clock: Clock, metrics: Metrics,
        note: Callable[[int, int, Headers], None], query_of: Callable[[str, bytes], bytes],
    ) -> None:  # fmt: skip
        self.app = app
        self._service, self._paths, self._state_of, self._clock = service, paths, state_of, clock
        self._seconds, self._note, self._query_of = metrics.request_seconds, note, query_of
        self._copies: OrderedDict[Key, Copy] = OrderedDict()
        self._octets = 0
        self._looked: dict[str, Looked] = {}
        self._looking: dict[str, asyncio.Task[Hashable]] = {}
        self._making: dict[Key, asyncio.Task[Made]] = {}
        self._generation = 0

    def forget(self) -> None:
        """Something changed: look again before the next answer."""
        self._generation += 1

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = self._key(scope)
        if key is None:
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        copy = self._copies.get(key)
        if copy is not None and await self._holds(copy):
            if key in self._copies:
                self._copies.move_to_end(key)
            await self._send(copy, scope, send, began)
            return
        await self._make_and_send(key, scope, receive, send)

    def _key(self, scope: Scope) -> Key | None:
        """None for what is not of this door: another address or verb, or somebody signed in."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or not self._paths.match(scope["path"]):
            return None
        lang, large = "ja", False
        if any(name == b"cookie" for name, _ in scope["headers"]):
            if session_token(scope):
                return None
            lang, large = preferences_of(Request(scope))
        query = scope["query_string"]
        return scope["path"], self._query_of(scope["path"], query) if query else b"", lang, large

    async def _holds(self, copy: Copy) -> bool:
        """Whether what it was made of is as it was. When nobody can say, today's last copy is better than none."""
        if copy.basis.day != local_date(self._clock()):
            return False
        subject, looked = copy.basis.subject, self._looked.get(copy.basis.subject)
        if looked and looked.generation == self._generation and time.monotonic() - looked.at < LOOK_AGAIN_SECONDS:
            return looked.state == copy.basis.state
        try:
            return await self._look(subject) == copy.basis.state
        except Exception as error:
            log.error("what copies were made of can't be read", exc_info=error)
            return True

    async def _look(self, subject: str) -> Hashable:
        """Who asks together shares one look."""
        looking = self._looking.get(subject)
        if looking is None:
            looking = self._looking[subject] = asyncio.create_task(self._look_now(subject))
            looking.add_done_callback(lambda _task: self._looking.pop(subject, None))
        return await asyncio.shield(looking)

    async def _look_now(self, subject: str) -> Hashable:
        at, generation = time.monotonic(), self._generation
        state = await self._state_of(subject)
        self._looked[subject] = Looked(state, at, generation)
        return state

    async def _make_and_send(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        """One of those who ask together has it made; what is nobody's to keep, each gets from the app."""
        began, making = time.perf_counter(), self._making.get(key)
        if is_first := making is None:
            making = self._making[key] = asyncio.create_task(self._make(scope))
            making.add_done_callback(lambda _task: self._making.pop(key, None))
        made = await asyncio.shield(making)
        if made.status == 200 and made.basis:
            await self._send(self._kept(key, made, made.basis), scope, send, began)
        elif made.status >= 500 and (last_good := self._copies.get(key)) and last_good.is_calendar:
            await self._send(last_good, scope, send, began)
        elif is_first:
            if scope["path"].endswith(".ics"):
                self._note(made.status, 0, scope["headers"])
            await made.send(scope, send)
        else:
            await self.app(scope, receive, send)

    async def _make(self, scope: Scope) -> Made:
        """The app's whole answer, whatever the client has already."""
        made, headers = Made(), [header for header in scope["headers"] if header[0] not in CONDITIONS]
        asked = {**scope, "method": "GET", "headers": headers, "state": dict(scope.get("state") or {})}
        try:
            await self.app(asked, _no_body, made.take)
        except Exception as error:
            log.error("no answer from the app", exc_info=error)
            made.status = max(made.status, 500)
        made.basis, made.route = asked["state"].get("basis"), getattr(asked.get("route"), "path", made.route)
        return made

    def _kept(self, key: Key, made: Made, basis: Basis) -> Copy:
        """Stored once for all who waited; the copies asked for longest ago make room."""
        kept = self._copies.get(key)
        if kept is not None and kept.basis == basis:
            return kept
        self._drop(key)
        kept = self._copies[key] = Copy(made, basis)
        self._octets += kept.octets
        while self._octets > MOST_OCTETS and len(self._copies) > 1:
            self._drop(next(iter(self._copies)))
        return kept

    def _drop(self, key: Key) -> None:
        if copy := self._copies.pop(key, None):
            self._octets -= copy.octets

    async def _send(self, copy: Copy, scope: Scope, send: Send, began: float) -> None:
        is_known = copy.is_known(scope["headers"])
        start = copy.unchanged if is_known else copy.whole
        has_body = not is_known and scope["method"] != "HEAD"
        await send(start)
        await send(copy.body if has_body else NOTHING)
        status = "3xx" if is_known else "2xx"
        self._seconds.labels(self._service, scope["method"], copy.route, status).observe(time.perf_counter() - began)
        if copy.is_calendar:
            self._note(start["status"], copy.octets if has_body else 0, scope["headers"])


async def _no_body() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}
