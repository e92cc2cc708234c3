"""Lines that only say what happened: reported, noted, and told to no other service."""

from datetime import datetime

from services.meetings.actions import agenda
from services.meetings.actions.recording import record
from services.meetings.errors import WrongBody
from services.meetings.models import AgendaItem, Meeting
from services.meetings.rules.agenda import MINUTES
from services.meetings.rules.decisions import allowed
from services.meetings.schemas import DecisionForm, DecisionView
from shared.auth import Who
from shared.contracts.words import ItemKind
from shared.db import Session


async def report(tx: Session, item: AgendaItem, *, origin: str, now: datetime) -> None:
    """事後報告: what was decided in writing stands on the body's next sitting, once."""
    line = AgendaItem(
        municipality=item.municipality, body=item.body, kind=ItemKind.WRITTEN_REPORT, case_ref=item.case_ref,
        legal_basis=item.legal_basis, origin=origin, source_event=item.id, agencies=[],
        minutes=MINUTES[ItemKind.WRITTEN_REPORT],
    )  # fmt: skip
    await agenda.call_anew(tx, await agenda.place_once(tx, line, now=now), now=now)


async def note(
    tx: Session, item: AgendaItem, meeting: Meeting, form: DecisionForm, who: Who, *, now: datetime
) -> DecisionView:
    """The sitting has heard the report."""
    if form.code not in allowed(item.kind):
        raise WrongBody("This line does not take this decision.", field="code")
    decision = record(tx, item, meeting, DecisionForm(code=form.code), who.account_id, now)
    return DecisionView(decision_id=decision.id, code=decision.code)
