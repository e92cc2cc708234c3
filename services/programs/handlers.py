"""Message doors of programs: one function per foreign fact."""

from services.programs import actions
from services.programs.actions import concerning, reminding, replying
from shared.bus import EventRouter, Now, Tx
from shared.contracts.meetings import ResourceGapNoted
from shared.contracts.notify import MessageSent, StopLinkMade, StopReplied

handlers = EventRouter()


@handlers.on(ResourceGapNoted, consumer="programs-note-gap")
async def note_gap(event: ResourceGapNoted, tx: Tx) -> None:
    """A meeting found a need that nothing meets: it waits here for a program."""
    await actions.note_gap(tx, event)


@handlers.on(MessageSent, consumer="programs-note-told")
async def note_told(event: MessageSent, tx: Tx) -> None:
    """A message about a change left: those it was for need no telephone call."""
    await concerning.note_told(tx, event)


@handlers.on(StopLinkMade, consumer="programs-know-stop-link")
async def know_stop_link(event: StopLinkMade, tx: Tx) -> None:
    """A reminder's mail carries a link that calls its session off."""
    await reminding.know_stop_link(tx, event)


@handlers.on(StopReplied, consumer="programs-heed-reply")
async def heed_reply(event: StopReplied, tx: Tx, now: Now) -> None:
    """An organiser replied to the morning's mail: their session is called off."""
    await replying.heed_reply(tx, event, now=now)
