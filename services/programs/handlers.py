"""Message doors of programs: one function per foreign fact."""

from services.programs import actions
from shared.bus import EventRouter, Tx
from shared.contracts.meetings import ResourceGapNoted

handlers = EventRouter()


@handlers.on(ResourceGapNoted, consumer="programs-note-gap")
async def note_gap(event: ResourceGapNoted, tx: Tx) -> None:
    """A meeting found a need that nothing meets: it waits here for a program."""
    await actions.note_gap(tx, event)
