"""Saying that a sitting or a call to it changed, so that its calendar events are rendered anew before the commit."""

from collections.abc import Sequence

from services.meetings.models import Invitation, Meeting
from shared.db import Session

_CHANGED = "meetings_changed_sittings"
_NEW = "meetings_new_sittings"
_FEEDS = "meetings_changed_feeds"


def note_changed(tx: Session, meeting: Meeting) -> None:
    """The sitting's time, place, title, status or calls are no longer what calendars show."""
    tx.info.setdefault(_CHANGED, {})[meeting.id] = None


def take_changed(tx: Session) -> list[str]:
    """The sittings noted so far, once, in one order for all (so that two writers can't wait for each other)."""
    return sorted(tx.info.pop(_CHANGED, {}))


def note_new(tx: Session, meetings: Sequence[Meeting], calls: Sequence[Invitation]) -> None:
    """Sittings that `tx` made: nobody else can have touched them, so they need not be read again.

    `calls` are those of one of them; the posts of the others are called just so.
    """
    tx.info.setdefault(_NEW, []).append((meetings, calls))


def take_new(tx: Session) -> list[tuple[list[Meeting], Sequence[Invitation]]]:
    """The new sittings noted so far, once, without those that were changed since."""
    changed = tx.info.get(_CHANGED, {})
    return [
        ([meeting for meeting in meetings if meeting.id not in changed], calls)
        for meetings, calls in tx.info.pop(_NEW, [])
    ]


def note_feeds_changed(tx: Session) -> None:
    """What is known of feeds in memory is old once `tx` commits: events, subscriptions or their end changed."""
    tx.info[_FEEDS] = True


def feeds_changed(tx: Session) -> bool:
    """Whether the committed `tx` changed what some feed shows."""
    return _FEEDS in tx.info
