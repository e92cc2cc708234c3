"""出欠: who was there. The sheet is filled in from the replies; who leads corrects it and records it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import select

from services.meetings.actions import need_to_know, reading, replying
from services.meetings.errors import AttendanceNotOpen, UnknownInvitee
from services.meetings.models import Attendance, Body, Invitation, Meeting, MinutesApproval
from services.meetings.rules.attendance import Assembly, Seat, assembly
from services.meetings.schemas import AttendanceForm, AttendanceView, AttendedForm, AttendedView
from shared.auth import Who
from shared.contracts.words import InviteeKind
from shared.db import Session


async def sheet(tx: Session, who: Who, meeting_id: str) -> AttendanceView:
    """Who comes or came; for those who see the whole sitting."""
    seen = await need_to_know.whole(tx, who, meeting_id)
    rows = await rows_of(tx, seen.meeting, seen.calls)
    return AttendanceView.of(rows, seen.body.quorum, count(seen.body, rows))


async def record(tx: Session, meeting_id: str, form: AttendanceForm, who: Who, *, now: datetime) -> None:
    """Write the sheet, or some rows of it; the same again changes nothing. Approved minutes lock it, too."""
    meeting = await reading.led_meeting(tx, who, meeting_id)
    approval = await tx.get(MinutesApproval, meeting_id)
    if approval or meeting.status not in ("planned", "open", "held"):
        raise AttendanceNotOpen("There is no attendance to record.")
    calls = {call.id: call for call in await reading.invitations_of(tx, meeting_id) if call.status == "called"}
    if not calls.keys() >= {row.invitation_id for row in form.rows}:
        raise UnknownInvitee("Somebody on the sheet is not called to this sitting.", field="rows")
    known = await _recorded(tx, meeting_id)
    for row in form.rows:
        _write(tx, meeting, row, known.get(row.invitation_id), who, now)


async def assembly_of(tx: Session, body: Body, meeting: Meeting, calls: Sequence[Invitation]) -> Assembly:
    """Who is there to decide, and who leads, by what is recorded or replied so far."""
    return count(body, await rows_of(tx, meeting, calls))


async def rows_of(tx: Session, meeting: Meeting, calls: Iterable[Invitation]) -> list[AttendedView]:
    """The sheet's rows: posts first, as they are called."""
    called = [call for call in calls if call.status == "called"]
    called.sort(key=lambda call: (call.kind is not InviteeKind.POST, call.invitee))
    known, replies = await _recorded(tx, meeting.id), await replying.replies_to(tx, called)
    return [AttendedView.of(call, known.get(call.id), replies.get(call.id)) for call in called]


def count(body: Body, rows: Iterable[AttendedView]) -> Assembly:
    """The rows as the rules count them."""
    seats = [Seat(row.invitee if row.kind is InviteeKind.POST else None, row.presence) for row in rows]
    return assembly(reading.rules_of(body), body.quorum, seats)


def _write(tx: Session, meeting: Meeting, row: AttendedForm, known: Attendance | None, who: Who, now: datetime) -> None:
    said = (row.presence, row.capacity, row.substitute or None)
    if known and (known.presence, known.capacity, known.substitute) == said:
        return
    known = known or Attendance(
        invitation_id=row.invitation_id, meeting_id=meeting.id, municipality=meeting.municipality,
        presence=row.presence, capacity=row.capacity, recorded_by=who.account_id, recorded_at=now,
    )  # fmt: skip
    known.presence, known.capacity, known.substitute = said
    known.recorded_by, known.recorded_at = who.account_id, now
    tx.add(known)


async def _recorded(tx: Session, meeting_id: str) -> dict[str, Attendance]:
    rows = (await tx.exec(select(Attendance).where(Attendance.meeting_id == meeting_id))).all()
    return {row.invitation_id: row for row in rows}
