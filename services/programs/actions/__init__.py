"""Programs' use cases: load, ask the rules, save, tell."""

from services.programs.actions.cancelling import cancel_session, reopen_session
from services.programs.actions.gaps import note_gap
from services.programs.actions.places import Places, areas_of, places_of, venues_of
from services.programs.actions.planning import plan_ahead
from services.programs.actions.posting import add_session, post_session, post_week
from services.programs.actions.reading import (
    coming,
    find_program,
    last_posted,
    own_program,
    own_session,
    programs_for,
    programs_of,
    sessions_between,
    town_named,
    town_of,
    towns,
    views_of,
    week,
    week_of,
    weekly_times,
)
from services.programs.actions.town import adopt_town
from services.programs.actions.undoing import last_change, undo_change

__all__ = [
    "Places",
    "add_session",
    "adopt_town",
    "areas_of",
    "cancel_session",
    "coming",
    "find_program",
    "last_change",
    "last_posted",
    "note_gap",
    "own_program",
    "own_session",
    "places_of",
    "plan_ahead",
    "post_session",
    "post_week",
    "programs_for",
    "programs_of",
    "reopen_session",
    "sessions_between",
    "town_named",
    "town_of",
    "towns",
    "undo_change",
    "venues_of",
    "views_of",
    "week",
    "week_of",
    "weekly_times",
]
