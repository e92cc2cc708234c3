"""What intake makes of the meetings' facts: a case's lines, its next date, its end. Any order of arrival will do."""

from datetime import date, datetime

from services.intake.actions.reading import find_case
from services.intake.models import AgendaLine, Case
from shared.clock import local_date
from shared.contracts.meetings import AgendaItemAdded, AgendaItemRemoved, DecisionRecorded
from shared.contracts.words import DecisionCode
from shared.db import Session
from shared.workdays import add_working_days

LOOK_AGAIN_AFTER = 3  # working days an agency has to speak with the person after a line fell away


async def open_line(tx: Session, event: AgendaItemAdded) -> None:
    """A case stands on an agenda."""
    line = await _line(tx, event.item_id, event.aggregate_id)
    line.kind = event.kind
    tx.add(line)


async def close_line(tx: Session, event: AgendaItemRemoved) -> None:
    """A line went without a decision: the agency looks at the case soon, so that it can't fall off."""
    line = await _line(tx, event.item_id, event.aggregate_id)
    line.is_closed = True
    tx.add(line)
    case = await find_case(tx, event.aggregate_id)
    if case.closed_at is None:
        soon = add_working_days(local_date(event.occurred_at), LOOK_AGAIN_AFTER)
        case.next_date = min(case.next_date or soon, soon)
        tx.add(case)


async def record_decision(tx: Session, event: DecisionRecorded) -> None:
    """A body decided: the line is closed, and the newest decision sets the next date or ends the case."""
    line = await _line(tx, event.item_id, event.aggregate_id)
    line.is_closed = True
    tx.add(line)
    case = await find_case(tx, event.aggregate_id)
    if case.decided_at is None or event.occurred_at >= case.decided_at:
        _apply(case, event.code, event.until or event.review_on, event.review_on, event.occurred_at)
        tx.add(case)


def _apply(case: Case, code: DecisionCode, until: date | None, review_on: date | None, at: datetime) -> None:
    case.decided_at = at
    if code is DecisionCode.CLOSE:
        case.closed_at = at
        return
    case.next_date = until or case.next_date
    if review_on:
        case.review_on = review_on


async def _line(tx: Session, item_id: str, case_ref: str) -> AgendaLine:
    return await tx.get(AgendaLine, item_id) or AgendaLine(item_id=item_id, case_ref=case_ref)
