"""What all decisions have in common: the sitting is open, the line is open, and it is written down once."""

from datetime import datetime

from services.meetings.errors import NoSuchItem, NotOpenYet
from services.meetings.models import AgendaItem, Decision, Meeting
from services.meetings.schemas import DecisionForm
from shared.db import Session


def must_be_open(item: AgendaItem, meeting: Meeting) -> None:
    """NotOpenYet before the sitting begins; NoSuchItem once the line is decided or gone."""
    if meeting.status != "open":
        raise NotOpenYet("Begin the sitting first.")
    line_must_be_open(item)


def line_must_be_open(item: AgendaItem) -> None:
    """NoSuchItem once the line is decided or gone."""
    if item.status != "open":
        raise NoSuchItem("The line is no longer open.")


def record(tx: Session, item: AgendaItem, meeting: Meeting, form: DecisionForm, by: str, now: datetime) -> Decision:
    """The line is decided; `by` is the account that recorded it."""
    item.status = "decided"
    decision = Decision(
        item_id=item.id,
        meeting_id=meeting.id,
        municipality=item.municipality,
        case_ref=item.case_ref,
        code=form.code,
        owner=form.owner,
        until=form.until,
        review_on=form.review_on,
        decided_by=by,
        decided_at=now,
    )
    tx.add_all([item, decision])
    return decision
