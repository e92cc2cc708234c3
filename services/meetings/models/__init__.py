"""The tables meetings owns. Cases are references and codes; only the minutes hold text about people, sealed."""

from services.meetings.models.action_items import ActionItem
from services.meetings.models.agenda import AgendaItem, CaseFacts, Decision, PlanTask, SupportPlan
from services.meetings.models.attendance import Attendance
from services.meetings.models.base import MeetingsModel, metadata
from services.meetings.models.busy import BusyCalendar, BusyTime
from services.meetings.models.feeds import CalendarEvent, CalendarFeed, FeedToken
from services.meetings.models.minutes import Minutes, MinutesAddendum, MinutesApproval
from services.meetings.models.polls import Poll, PollAnswer, PollDate, PollInvitee, PollLink
from services.meetings.models.replies import Reply, ReplyLink
from services.meetings.models.rooms import Booking, Room
from services.meetings.models.sittings import Invitation, Meeting
from services.meetings.models.standing import Agency, Body, CallRuleRow, Closure, Post, SecrecyEntry
from services.meetings.models.written import MemberVote, WrittenResolution

__all__ = [
    "ActionItem", "Agency", "AgendaItem", "Attendance", "Body", "Booking", "BusyCalendar", "BusyTime",
    "CalendarEvent", "CalendarFeed", "CallRuleRow", "CaseFacts", "Closure", "Decision", "FeedToken", "Invitation",
    "Meeting", "MeetingsModel", "MemberVote", "Minutes", "MinutesAddendum", "MinutesApproval", "PlanTask", "Poll",
    "PollAnswer", "PollDate", "PollInvitee", "PollLink", "Post", "Reply", "ReplyLink", "Room", "SecrecyEntry",
    "SupportPlan", "WrittenResolution", "metadata",
]  # fmt: skip
