"""Calendar feeds of sittings: events stored as they change, joined for a post, an agency, a body, an area, a person."""

from services.meetings.feeds.behind import BehindTheDoor
from services.meetings.feeds.keeping import fill_calendars, keep_calendars
from services.meetings.feeds.offering import offers
from services.meetings.feeds.options import Options
from services.meetings.feeds.shelf import Shelf
from services.meetings.feeds.single import sitting_file
from services.meetings.feeds.source import RoleEnded, build, end_with_role, find
from services.meetings.feeds.tokens import list_feeds, note_fetches, revoke, rotate, subscribe

__all__ = [
    "BehindTheDoor", "Options", "RoleEnded", "Shelf", "build", "end_with_role", "fill_calendars", "find",
    "keep_calendars", "list_feeds", "note_fetches", "offers", "revoke", "rotate", "sitting_file", "subscribe",
]  # fmt: skip
