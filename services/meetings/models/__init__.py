"""The tables meetings owns. No personal column exists here: cases are references and codes."""

from services.meetings.models.agenda import AgendaItem, CaseFacts, Decision, PlanTask, SupportPlan
from services.meetings.models.attendance import Attendance
from services.meetings.models.base import MeetingsModel, metadata
from services.meetings.models.feeds import FeedToken
from services.meetings.models.replies import Reply, ReplyLink
from services.meetings.models.sittings import Invitation, Meeting
from services.meetings.models.standing import Agency, Body, CallRuleRow, Closure, Post, SecrecyEntry

__all__ = [
    "Agency", "AgendaItem", "Attendance", "Body", "CallRuleRow", "CaseFacts", "Closure", "Decision", "FeedToken",
    "Invitation", "Meeting", "MeetingsModel", "PlanTask", "Post", "Reply", "ReplyLink", "SecrecyEntry", "SupportPlan",
    "metadata",
]  # fmt: skip
