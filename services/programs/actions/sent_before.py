"""The same registration form again, told from another one, without opening anybody's name."""

import hmac

from services.programs.errors import AlreadySent
from services.programs.models import Registration
from services.programs.schemas import RegistrationForm
from shared.db import Session as Tx
from shared.sealed import CaseKey, KeyDestroyed, KeyFile, key_of
from shared.tokens import derived_token


def said_mac(key: CaseKey, program_id: str, form: RegistrationForm) -> str:
    """What a form says, as a digest (HMAC-SHA-256) no guess can be checked against without its key."""
    said = form.model_dump_json(exclude={"ticket"})
    return derived_token(key.secret, f"registrations.said|{program_id}|{said}")


async def must_be_sent_before(
    tx: Tx, row: Registration, program_id: str, form: RegistrationForm, keys: KeyFile
) -> None:
    """AlreadySent unless this very form made the registration.

    On a shared tablet "Back" shows the last family's form, and with it their ticket.
    """
    try:
        mac = said_mac(await key_of(tx, keys, row.id), program_id, form)
    except KeyDestroyed:  # forgotten, a month after it ended
        mac = ""
    if not hmac.compare_digest(row.said_mac or "unknown", mac):
        raise AlreadySent("This form was sent before; open a new one.", field="ticket")
