"""Whoever runs programs: where they are written to, and the morning's mail about what is on today."""

from datetime import datetime, timedelta

from services.notify.actions.drafting import message_of, tell
from services.notify.actions.standing import settle_about
from services.notify.models import Recipient, SettledAsking
from services.notify.rules import Kind, Reason
from services.notify.schemas import OrganiserForm
from shared.auth import Who
from shared.contracts.programs import OrganiserReminded, SessionCancelled
from shared.contracts.words import InviteeKind
from shared.db import Session

OF_NO_USE_AFTER = timedelta(hours=12)


async def put_address(tx: Session, organiser_id: str, form: OrganiserForm, who: Who) -> None:
    """The group's address, in the town of who enters it; empty forgets it."""
    key = (who.municipality, InviteeKind.ORGANISER, organiser_id, "mail")
    if form.address:
        await tx.merge(
            Recipient(
                municipality=who.municipality, kind=InviteeKind.ORGANISER, key=organiser_id, channel="mail",
                name=form.name, address=form.address,
            )
        )  # fmt: skip
    elif row := await tx.get(Recipient, key):
        await tx.delete(row)


async def remind(tx: Session, event: OrganiserReminded, *, now: datetime) -> None:
    """Today's session, to a group that gave an address."""
    key = (event.municipality, InviteeKind.ORGANISER, event.organiser_id, "mail")
    if await tx.get(Recipient, key) is None:
        return
    values = event.model_dump(mode="json", include={"name", "held_on", "starts_at", "ends_at"})
    message = message_of(
        event, Kind.ORGANISER_REMINDED, event.aggregate_id, (InviteeKind.ORGANISER, event.organiser_id), values, now,
        sequence=event.aggregate_version, useless_after=event.starts_at or event.occurred_at + OF_NO_USE_AFTER,
    )  # fmt: skip
    await tell(tx, [(message, {})], now=now)


async def note_called_off(tx: Session, event: SessionCancelled, *, now: datetime) -> None:
    """It was called off meanwhile: nobody is asked about it any more."""
    known = await tx.get(SettledAsking, event.aggregate_id)
    if known is None or known.version < event.aggregate_version + 1:
        row = SettledAsking(about=event.aggregate_id, version=event.aggregate_version + 1, reason=Reason.REVOKED)
        await tx.merge(row)
        await settle_about(tx, [event.aggregate_id], now=now)
