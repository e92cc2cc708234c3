"""JSON doors of programs, by topic: parse, call one action, shape the answer."""

from fastapi import APIRouter

from services.programs.api import gaps, matching, programs, registering, series, sessions, town
from services.programs.api.feeds import feed_doors
from services.programs.api.keeping import KEPT, kept
from services.programs.api.open_data import open_data_doors
from services.programs.api.who import (
    Collector,
    Keeper,
    Matcher,
    Noticer,
    Organiser,
    TownCode,
    Unhurried,
    Weeks,
    settings_of,
)

api = APIRouter(prefix="/programs/api", tags=["programs"])
for topic in (programs, series, sessions, registering, town, matching, gaps):
    api.include_router(topic.api)

__all__ = [
    "KEPT",
    "Collector",
    "Keeper",
    "Matcher",
    "Noticer",
    "Organiser",
    "TownCode",
    "Unhurried",
    "Weeks",
    "api",
    "feed_doors",
    "kept",
    "open_data_doors",
    "settings_of",
]
