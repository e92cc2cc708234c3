"""A form that makes something new, sent twice by a double tap or an impatient hand, makes it once."""

from datetime import datetime

from services.programs.actions.once import arrives_first
from shared.db import Session
from shared.errors import Invalid
from shared.web.forms import Sent

LONGEST = 64


async def sent_once(tx: Session, values: Sent, *, now: datetime) -> tuple[Sent, bool]:
    """The form without its key, and whether it comes for the first time. `attempted` gives the key back on mistakes."""
    key = values.one("once")
    if len(key) > LONGEST:
        raise Invalid("This is not the key of one of our forms.", field="once")
    fields = Sent({name: texts for name, texts in values.values.items() if name != "once"})
    return fields, await arrives_first(tx, key or None, f"{sorted(fields.values.items())}", now=now)


def confirmed_in(values: Sent) -> tuple[Sent, bool]:
    """A form that is shown before it is done: its fields, and whether what was shown was confirmed."""
    fields = {name: texts for name, texts in values.values.items() if name != "confirmed"}
    return Sent(fields), bool(values.one("confirmed"))
