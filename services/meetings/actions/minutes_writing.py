"""Writing minutes: an edit says which version it was made from, so nobody's words are lost; approval locks them."""

from datetime import datetime

from sqlmodel import select

from services.meetings.actions import need_to_know, reading
from services.meetings.actions.keys import key_to_seal
from services.meetings.actions.minutes_reading import ADDENDUM, TEXT, Part, parts_of
from services.meetings.actions.need_to_know import Seen
from services.meetings.errors import (
    ChangedMeanwhile,
    MeetingNotOver,
    MinutesLocked,
    MinutesNotApproved,
    MinutesNotOpen,
    NoSuchPart,
)
from services.meetings.models import Meeting, Minutes, MinutesAddendum, MinutesApproval
from services.meetings.rules import minutes as rules
from services.meetings.rules.minutes import Refusal, key_name
from services.meetings.schemas import AddendumForm, MinutesForm
from shared.auth import Who
from shared.db import Session
from shared.errors import Conflict
from shared.sealed import KeyFile

REFUSED: dict[Refusal, tuple[type[Conflict], str]] = {
    Refusal.NOT_BEGUN: (MinutesNotOpen, "Minutes are written once the sitting has begun."),
    Refusal.LOCKED: (MinutesLocked, "The minutes are approved; add a correction instead."),
    Refusal.NOT_OVER: (MeetingNotOver, "Minutes are approved once the sitting is over."),
    Refusal.NOT_APPROVED: (MinutesNotApproved, "Correct the text itself before it is approved."),
}


async def write(
    tx: Session, meeting_id: str, part: str, form: MinutesForm, who: Who, *, keys: KeyFile, now: datetime
) -> int:
    """Write one part; returns its version. ChangedMeanwhile when somebody wrote since: join both texts."""
    await _lock(tx, meeting_id)
    seen = await need_to_know.whole(tx, who, meeting_id)
    approval = await tx.get(MinutesApproval, meeting_id)
    _refuse(rules.writing(seen.meeting.status, approved=approval is not None))
    found = await _part(tx, seen, part)
    row = await _row(tx, meeting_id, part)
    key = await key_to_seal(tx, keys, key_name(meeting_id, found.case_ref))
    if row and key.unseal(TEXT, row.text) == form.text:
        return row.version  # the same form sent twice
    if form.version != (row.version if row else 0):
        raise ChangedMeanwhile("Somebody wrote here since; join both texts.", field="version")
    sealed = key.seal(TEXT, form.text)
    if row is None:
        row = Minutes(
            municipality=seen.meeting.municipality, meeting_id=meeting_id, part=part, case_ref=found.case_ref,
            text=sealed, version=0, written_by=who.account_id, written_at=now,
        )  # fmt: skip
    row.text, row.version, row.written_by, row.written_at = sealed, row.version + 1, who.account_id, now
    tx.add(row)
    return row.version


async def approve(tx: Session, meeting_id: str, who: Who, *, now: datetime) -> None:
    """Who leads approves the minutes of a sitting that is over; approving twice is approving once."""
    await _lock(tx, meeting_id)
    meeting = await reading.led_meeting(tx, who, meeting_id)
    if await tx.get(MinutesApproval, meeting_id):
        return
    _refuse(rules.approving(meeting.status))
    tx.add(MinutesApproval(meeting_id=meeting_id, approved_by=who.account_id, approved_at=now))


async def add(
    tx: Session, meeting_id: str, part: str, form: AddendumForm, who: Who, *, keys: KeyFile, now: datetime
) -> None:
    """追記: correct approved minutes by a line of its own; the same form sent twice adds it once."""
    await _lock(tx, meeting_id)
    seen = await need_to_know.whole(tx, who, meeting_id)
    _refuse(rules.adding(approved=await tx.get(MinutesApproval, meeting_id) is not None))
    found = await _part(tx, seen, part)
    if await tx.get(MinutesAddendum, form.request_id):
        return
    key = await key_to_seal(tx, keys, key_name(meeting_id, found.case_ref))
    tx.add(
        MinutesAddendum(
            id=form.request_id,
            municipality=seen.meeting.municipality,
            meeting_id=meeting_id,
            part=part,
            case_ref=found.case_ref,
            text=key.seal(ADDENDUM, form.text),
            written_by=who.account_id,
            written_at=now,
        )
    )


def _refuse(refusal: Refusal | None) -> None:
    if refusal:
        error, message = REFUSED[refusal]
        raise error(message)


async def _part(tx: Session, seen: Seen, name: str) -> Part:
    for part in await parts_of(tx, seen):
        if part.name == name:
            return part
    raise NoSuchPart("The sitting has no such part.")


async def _row(tx: Session, meeting_id: str, part: str) -> Minutes | None:
    return (await tx.exec(select(Minutes).where(Minutes.meeting_id == meeting_id, Minutes.part == part))).first()


async def _lock(tx: Session, meeting_id: str) -> None:
    """Who writes in one sitting's minutes waits for who is writing there (PostgreSQL; SQLite has one writer)."""
    await tx.exec(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())
