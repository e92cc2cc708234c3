"""Programs' use cases: load, ask the rules, save, tell."""

from services.programs.actions.acceptances import accept, acceptances_of
from services.programs.actions.cancelling import cancel_session, reopen_session
from services.programs.actions.conditions import asked_of, change_criteria, conditions_of, criteria_of, names_of
from services.programs.actions.gaps import gaps_of, note_gap, note_unmet
from services.programs.actions.kizuki import newest_kizuki, note_kizuki
from services.programs.actions.matching import Match, best_of, match, view_of
from services.programs.actions.places import Places, areas_of, places_of, venues_of
from services.programs.actions.planning import plan_ahead
from services.programs.actions.posting import add_session, post_session, post_week
from services.programs.actions.reading import (
    coming,
    find_program,
    last_posted,
    nearest_first,
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
    "Match",
    "Places",
    "accept",
    "acceptances_of",
    "add_session",
    "adopt_town",
    "areas_of",
    "asked_of",
    "best_of",
    "cancel_session",
    "change_criteria",
    "coming",
    "conditions_of",
    "criteria_of",
    "find_program",
    "gaps_of",
    "last_change",
    "last_posted",
    "match",
    "names_of",
    "nearest_first",
    "newest_kizuki",
    "note_gap",
    "note_kizuki",
    "note_unmet",
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
    "view_of",
    "views_of",
    "week",
    "week_of",
    "weekly_times",
]
