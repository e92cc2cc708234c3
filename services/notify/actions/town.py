"""Taking over a town's standing facts: the offices that are written to."""

from collections.abc import Iterator

from services.notify.models import Recipient
from shared.contracts.words import InviteeKind
from shared.db import Session
from shared.towns import Town

NOWHERE = ".example"


async def adopt_town(tx: Session, town: Town) -> None:
    """Let every post and agency have a place to be written to: the file's, else what is known, else one that fails."""
    for kind, key, name, mail in _offices(town):
        known = await tx.get(Recipient, (town.code, kind, key, "mail"))
        if known is None:
            address = mail or office_address(town, kind, key)
            tx.add(Recipient(municipality=town.code, kind=kind, key=key, name=name, address=address))
        elif (known.name, known.address) != (name, mail or known.address):
            known.name, known.address = name, mail or known.address
            tx.add(known)


def office_address(town: Town, kind: InviteeKind, key: str) -> str:
    """`post-c@nakatosa.example`: a name that can never be delivered (RFC 2606), until the town enters its own."""
    return f"{kind.value}-{key.lower()}@{town.municipality.name_en.lower()}{NOWHERE}"


def _offices(town: Town) -> Iterator[tuple[InviteeKind, str, str, str | None]]:
    for post in town.promoters:
        yield InviteeKind.POST, post.id, post.title, post.mail
    for agency in town.agencies:
        yield InviteeKind.AGENCY, agency.id, agency.name, agency.mail
