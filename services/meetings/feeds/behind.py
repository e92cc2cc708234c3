"""What stands behind the feed door: each look and each building in a reading of its own."""

from services.meetings.actions.calendars import feeds_changed
from services.meetings.feeds.options import Options
from services.meetings.feeds.shelf import Shelf
from services.meetings.feeds.source import RoleEnded, build, end_with_role, find
from shared.auth import Accounts
from shared.clock import Clock
from shared.db import Database, Session
from shared.feed import Copies, Feed, Fetches, Source


class BehindTheDoor:
    """Finds subscriptions and builds their feeds; `page` is where a new address is made."""

    def __init__(self, db: Database, accounts: Accounts, clock: Clock, fetches: Fetches, *, page: str) -> None:
        self._db, self._accounts, self._clock, self._fetches = db, accounts, clock, fetches
        self._page, self._shelf = page, Shelf()

    def copies(self) -> Copies:
        """Feeds in memory, which a commit that changes any makes old."""
        made = Copies(self._find, self._build, lambda query: Options.of(query).query)

        def forget(tx: Session) -> None:
            if feeds_changed(tx):
                made.forget()

        self._db.after_commit.append(forget)
        return made

    async def _find(self, key: str) -> Source | None:
        try:
            return await self._look(key)
        except RoleEnded:
            async with self._db.transaction() as tx:
                await end_with_role(tx, key, now=self._clock())
            return await self._look(key)

    async def _look(self, key: str) -> Source | None:
        async with self._db.reading() as tx:
            return await find(tx, key, self._accounts.grants_of, now=self._clock())

    async def _build(self, source: Source, query: bytes) -> Feed:
        async with self._db.reading() as tx:
            feed = await build(tx, source, query, self._shelf, page=self._page, now=self._clock())
        self._fetches.note_dropped(feed.dropped)
        return feed
