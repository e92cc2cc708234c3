"""Who was there, as it is recorded and shown."""

from typing import Self

from pydantic import BaseModel, ValidationInfo, field_validator
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from services.meetings.models import Attendance, Invitation, Reply
from services.meetings.rules.attendance import Assembly, Presence
from services.meetings.schemas.base import Form
from shared.contracts.words import Capacity, InviteeKind
from shared.web.text import Reference, ShortText


class AttendedForm(Form):
    """One invitee: there, not there, or somebody instead; in which capacity."""

    invitation_id: Reference
    presence: Presence
    capacity: Capacity
    substitute: ShortText = Described("", validate_default=True)

    @field_validator("substitute")
    @classmethod
    def _has_a_name(cls, substitute: str, found: ValidationInfo) -> str:
        if found.data.get("presence") is not Presence.SUBSTITUTE:
            return ""
        if not substitute:
            raise PydanticCustomError("missing", "Say who came instead")
        return substitute


class AttendanceForm(Form):
    """The whole sheet, or a part of it."""

    rows: list[AttendedForm] = Described(min_length=1, max_length=100)


class AttendedView(BaseModel):
    """One invitee on the sheet: as recorded, else as replied, else as called."""

    invitation_id: str
    kind: InviteeKind
    invitee: str
    presence: Presence | None
    capacity: Capacity
    substitute: str | None
    is_recorded: bool

    @classmethod
    def of(cls, call: Invitation, row: Attendance | None, reply: Reply | None) -> Self:
        presence = row.presence if row else reply.answer if reply else None
        substitute = row.substitute if row else reply.substitute if reply else None
        return cls(
            invitation_id=call.id, kind=call.kind, invitee=call.invitee, presence=presence, substitute=substitute,
            capacity=row.capacity if row else call.capacity, is_recorded=row is not None,
        )  # fmt: skip


class AttendanceView(BaseModel):
    """The sheet, and whether those there are enough to decide."""

    rows: list[AttendedView]
    there: int = Described(description="members who are there (or said they will be)")
    members: int
    quorum: int | None
    lacking: int = Described(description="members missing to decide; 0: enough, or no quorum is set")
    chair: str | None = Described(description="the post that leads: the leader, else the deputy")
    is_recorded: bool = Described(description="false while the sheet is only filled in from the replies")

    @classmethod
    def of(cls, rows: list[AttendedView], quorum: int | None, found: Assembly) -> Self:
        return cls(
            rows=rows, there=found.there, members=found.members, quorum=quorum, lacking=found.lacking,
            chair=found.chair, is_recorded=any(row.is_recorded for row in rows),
        )  # fmt: skip
