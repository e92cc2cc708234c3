"""Message doors of intake: one function per foreign fact."""

from services.intake import actions
from shared.bus import EventRouter, Tx
from shared.contracts.meetings import AgendaItemAdded, AgendaItemRemoved, DecisionRecorded

handlers = EventRouter()


@handlers.on(AgendaItemAdded, consumer="intake-open-line")
async def open_line(event: AgendaItemAdded, tx: Tx) -> None:
    """A case stands on an agenda: the board shows it there."""
    await actions.open_line(tx, event)


@handlers.on(AgendaItemRemoved, consumer="intake-close-line")
async def close_line(event: AgendaItemRemoved, tx: Tx) -> None:
    """A line fell away without a decision: the agency looks again soon."""
    await actions.close_line(tx, event)


@handlers.on(DecisionRecorded, consumer="intake-record-decision")
async def record_decision(event: DecisionRecorded, tx: Tx) -> None:
    """A body decided: the case gets its next date, or ends."""
    await actions.record_decision(tx, event)
