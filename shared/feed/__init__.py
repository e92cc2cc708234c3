"""The HTTP side of calendar feeds (feeds.md, "HTTP"): a plain ASGI door, its copies in memory, its answers."""

from shared.feed.answers import CALENDAR, HEADERS, Feed, respond
from shared.feed.copies import Copies, Source
from shared.feed.door import FeedDoor
from shared.feed.fetches import Fetches, client_family

__all__ = ["CALENDAR", "HEADERS", "Copies", "Feed", "FeedDoor", "Fetches", "Source", "client_family", "respond"]
