"""Feeds in memory, ready to send: built once, looked at again every second or after a commit of this process.

A look reads the subscription and its revisions; the feed is built anew only when those changed, or when so much time
went by that its window of days may have moved.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import NamedTuple

from shared.feed.answers import Feed, Ready

LOOK_AGAIN_SECONDS = 1.0  # how late a change made by another process, or a revocation there, may be seen
WINDOW_SECONDS = 300.0
MOST_OCTETS = 64 << 20
MOST_SUBSCRIPTIONS = 5000
MOST_OPTIONS = 8  # of one subscription; nobody needs more than two


@dataclass(frozen=True)
class Source:
    """A subscription: its key (never its secret), what its feed depends on, and, if it ended, when."""

    key: str
    state: Hashable
    ended_at: datetime | None = None


class Copy(NamedTuple):
    """A feed as it was built from a state of its source."""

    ready: Ready
    source: Source
    built_at: float


@dataclass
class Kept:
    """What is known of one subscription; `copies` by the options in the address."""

    source: Source
    looked_at: float
    generation: int
    copies: dict[bytes, Copy] = field(default_factory=dict)
    building: asyncio.Lock = field(default_factory=asyncio.Lock)
    minute: float = 0.0
    fetches: int = 0

    @property
    def octets(self) -> int:
        return sum(copy.ready.full.size for copy in self.copies.values())


Find = Callable[[str], Awaitable[Source | None]]
Build = Callable[[Source, bytes], Awaitable[Feed]]


class Copies:
    """The last good copy of each feed, by the fingerprint of its secret.

    `find` tells what a fingerprint stands for, `build` makes its feed with options that `options` read from the query.
    """

    def __init__(self, find: Find, build: Build, options: Callable[[bytes], bytes]) -> None:
        self._find, self._build, self._options = find, build, options
        self._kept: dict[str, Kept] = {}
        self._looking: dict[str, asyncio.Task[Kept | None]] = {}
        self._generation = 0

    def forget(self) -> None:
        """Something changed: look again before the next answer."""
        self._generation += 1

    def fresh(self, key: str) -> Kept | None:
        """What is known, if it was looked at lately."""
        kept = self._kept.get(key)
        if kept is None or kept.generation != self._generation:
            return None
        return kept if monotonic() - kept.looked_at < LOOK_AGAIN_SECONDS else None

    async def look(self, key: str) -> Kept | None:
        """What is true now; None when there never was such a subscription. Who asks together shares one look."""
        looking = self._looking.get(key)
        if looking is None:
            looking = self._looking[key] = asyncio.create_task(self._look(key, self._generation))
            looking.add_done_callback(lambda _task: self._looking.pop(key, None))
        return await asyncio.shield(looking)

    async def ready(self, kept: Kept, query: bytes) -> Ready:
        """The feed with the options of a query string."""
        options = self._options(query) if query else b""
        if copy := _good(kept, options):
            return copy.ready
        async with kept.building:
            if copy := _good(kept, options):
                return copy.ready
            source, built_at = kept.source, monotonic()
            ready = Ready(await self._build(source, options))
            self._keep(kept, options, Copy(ready, source, built_at))
        return ready

    def last_good(self, key: str, query: bytes) -> Ready | None:
        """What was sent before something broke, if the subscription was alive then."""
        kept = self._kept.get(key)
        if kept is None or kept.source.ended_at:
            return None
        copy = kept.copies.get(self._options(query) if query else b"")
        return copy.ready if copy else None

    async def _look(self, key: str, generation: int) -> Kept | None:
        looked_at = monotonic()
        source = await self._find(key)
        if source is None:
            self._kept.pop(key, None)
            return None
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = Kept(source, looked_at, generation)
            if len(self._kept) > MOST_SUBSCRIPTIONS:
                self._kept.pop(next(iter(self._kept)))
        if kept.source != source:
            kept.source = source
        kept.looked_at, kept.generation = looked_at, generation
        return kept

    def _keep(self, kept: Kept, options: bytes, copy: Copy) -> None:
        kept.copies.pop(options, None)
        kept.copies[options] = copy
        if len(kept.copies) > MOST_OPTIONS:
            kept.copies.pop(next(iter(kept.copies)))
        held = sum(each.octets for each in self._kept.values())
        for each in list(self._kept.values()):
            if held <= MOST_OCTETS:
                return
            if each is not kept:
                held -= each.octets
                each.copies.clear()


def _good(kept: Kept, options: bytes) -> Copy | None:
    copy = kept.copies.get(options)
    if copy is None or copy.source is not kept.source:
        return None
    return copy if monotonic() - copy.built_at < WINDOW_SECONDS else None
