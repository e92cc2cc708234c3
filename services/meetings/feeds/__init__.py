"""Calendar feeds of sittings: events stored as they change, joined for a post, an agency, a body, an area, a person."""

from services.meetings.feeds.keeping import fill_calendars, keep_calendars
from services.meetings.feeds.options import Options
from services.meetings.feeds.source import build, find
from services.meetings.feeds.tokens import note_fetches, subscribe

__all__ = ["Options", "build", "fill_calendars", "find", "keep_calendars", "note_fetches", "subscribe"]
