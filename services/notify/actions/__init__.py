"""Notify's use cases: facts become messages, messages leave, or stay when their reason is gone."""

from services.notify.actions.claims import renew, take_up
from services.notify.actions.reading import SEES_ALL, messages_for, names_of, sent_message
from services.notify.actions.sending import note_not_taken, note_sent, write_letter
from services.notify.actions.telling import (
    ask_chair,
    ask_member,
    assign,
    cancel_meeting,
    change_consent,
    invite,
    refer,
    release,
    tell_absence,
    tell_chair,
)
from services.notify.actions.town import adopt_town

__all__ = [
    "SEES_ALL",
    "adopt_town",
    "ask_chair",
    "ask_member",
    "assign",
    "cancel_meeting",
    "change_consent",
    "invite",
    "messages_for",
    "names_of",
    "note_not_taken",
    "note_sent",
    "refer",
    "release",
    "renew",
    "sent_message",
    "take_up",
    "tell_absence",
    "tell_chair",
    "write_letter",
]
