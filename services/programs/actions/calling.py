"""電話の順番表: the safety list as a paper. Its names are opened for it, and that is written down like every look."""

from datetime import datetime

from services.programs.actions.reaching import safety_list, sessions_of
from services.programs.rules.calling import callers_in, dealt
from services.programs.schemas import PhoneTreeForm
from services.programs.words.phone_tree import phone_tree
from shared.auth import Who
from shared.db import Session as Tx
from shared.paper import Checklist
from shared.sealed import KeyFile
from shared.ui.dates import Lang


async def phone_tree_of(
    tx: Tx, change_id: str, form: PhoneTreeForm, who: Who, lang: Lang, *, keys: KeyFile, now: datetime
) -> Checklist:
    """Whom to call about a change: who was not reached first, dealt out to the callers where some are named."""
    rows = await safety_list(tx, change_id, who, keys=keys, now=now)
    waiting = [row for row in rows if not (row.told_at or row.reached_at)]
    heard = [row for row in rows if row.told_at or row.reached_at]
    shares = dealt(waiting, callers_in(form.callers) or [""])
    return phone_tree(shares, heard, await sessions_of(tx, change_id, who), lang, now=now)
