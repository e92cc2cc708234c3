"""The tables meetings owns. No personal column exists here: cases are references and codes."""

from services.meetings.models.agenda import AgendaItem, CaseFacts, Decision, PlanTask, SupportPlan
from services.meetings.models.base import MeetingsModel, metadata
from services.meetings.models.feeds import CalendarEvent, CalendarFeed, FeedToken
from services.meetings.models.sittings import Invitation, Meeting
from services.meetings.models.standing import Agency, Body, CallRuleRow, Closure, Post, SecrecyEntry

__all__ = [
    "Agency", "AgendaItem", "Body", "CalendarEvent", "CalendarFeed", "CallRuleRow", "CaseFacts", "Closure", "Decision",
    "FeedToken", "Invitation", "Meeting", "MeetingsModel", "PlanTask", "Post", "SecrecyEntry", "SupportPlan",
    "metadata",
]  # fmt: skip
