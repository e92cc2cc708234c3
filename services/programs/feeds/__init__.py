"""Public calendars of a program, of an area and of a town, built from rows: one VEVENT a session."""

from services.programs.feeds.building import Options, area_feed, program_feed, town_feed

__all__ = ["Options", "area_feed", "program_feed", "town_feed"]
