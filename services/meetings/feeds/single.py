"""One sitting as a file to open: the same stored event as in the feeds, so a calendar that has both shows one entry."""

from sqlmodel import col, select

from services.meetings.actions import sitting_view
from services.meetings.errors import NoSuchMeeting
from services.meetings.feeds.belonging import own_subjects
from services.meetings.models import CalendarEvent
from shared.auth import Who
from shared.db import Session
from shared.ical import calendar


async def sitting_file(tx: Session, who: Who, meeting_id: str) -> bytes:
    """The sitting as `who` is called to it, else as its body knows it; NotCalled for who may not see it."""
    sitting = await sitting_view.sitting(tx, who, meeting_id)
    query = select(CalendarEvent).where(CalendarEvent.meeting_id == meeting_id)
    stored = {event.subject: event for event in (await tx.exec(query.order_by(col(CalendarEvent.subject)))).all()}
    own = [stored[subject] for subject in own_subjects(who) if subject in stored and not stored[subject].is_off]
    shown = own[:1] or [event for event in stored.values() if event.subject == f"body:{event.body}"]
    if not shown:
        raise NoSuchMeeting("A draft is in no calendar.")
    return calendar(sitting.title, "結（Yui）の会議", [event.place for event in shown])
