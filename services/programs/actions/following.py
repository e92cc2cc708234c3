"""What follows from one rule that changed: all of it is one change, told once to whoever registered."""

from collections.abc import Sequence
from datetime import datetime

from services.programs.actions.concerning import concern
from services.programs.actions.undoing import Snapshot, remember, snapshots
from services.programs.models import Program, Session
from services.programs.rules import ChangeKind
from shared.auth import Who
from shared.db import Session as Tx


class Following:
    """Gathers the sessions that a rule moves, calls off or brings back, however many weekly times they belong to."""

    def __init__(self) -> None:
        self._before: list[Snapshot] = []
        self._sessions: list[Session] = []

    def note(self, sessions: Sequence[Session]) -> None:
        """These are about to change; called before they do."""
        known = {session.id for session in self._sessions}
        new = [session for session in sessions if session.id not in known]
        self._before += snapshots(new)
        self._sessions += new

    async def tell(self, tx: Tx, who: Who, program: Program | None, *, now: datetime) -> None:
        """Keep what changed, and tell it; `program` is None when several follow.

        It is nobody's to take back: the rule stands.
        """
        by_rule = who.model_copy(update={"account_id": f"rule-{who.account_id}"})
        if self._sessions and (
            change := remember(tx, ChangeKind.CHANGED, by_rule, program, self._before, self._sessions, now=now)
        ):
            await tx.flush()
            await concern(tx, change, self._sessions, now=now)
