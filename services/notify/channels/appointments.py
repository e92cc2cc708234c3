"""What an invitation or a release puts into its recipient's calendar; pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from services.notify.rules import Kind
from shared.ical import Occurrence
from shared.itip import Appointment


def appointment_of(kind: Kind, values: Mapping[str, Any], *, told_at: datetime) -> Appointment | None:
    """None for what is no event, and for messages written down before facts' UIDs were kept.

    An agency hears of its own slot only. Neither agenda nor case stands in it.
    """
    if kind not in (Kind.INVITATION, Kind.RELEASE) or "uid" not in values:
        return None
    is_call = kind is Kind.INVITATION
    starts_at = datetime.fromisoformat(values.get("slot_starts_at") or values["starts_at"])
    occurrence = Occurrence(
        uid=values["uid"],
        sequence=values["sequence"],
        changed_at=told_at,
        summary=values["title"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=values.get("slot_minutes") or values["minutes"]),
        location=values.get("place") or "",
        status="CONFIRMED" if is_call else "CANCELLED",
    )
    return Appointment("REQUEST" if is_call else "CANCEL", occurrence)
