"""Public calendars of a program, of an area and of a town, built from rows: one VEVENT a session, or a series."""

from services.programs.feeds.building import area_feed, program_feed, town_feed
from services.programs.feeds.options import Alarm, Options, Style, variant

__all__ = ["Alarm", "Options", "Style", "area_feed", "program_feed", "town_feed", "variant"]
