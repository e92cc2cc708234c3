"""A sitting as calendars show it: what each subject sees of it, and the same in three levels of detail. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from services.meetings.actions.announcing import sequence_of, uid_of
from services.meetings.models import CalendarEvent, Invitation, Meeting
from services.meetings.schemas import Detail
from shared.contracts.words import InviteeKind
from shared.db.rows import new_row
from shared.ical import Occurrence, vevent

OFFICE, OFFICE_MAIL = "結（Yui）事務局", "noreply@yui.invalid"  # ORGANIZER is the office, never a person
BUSY = "予定あり"


def events_of(meeting: Meeting, calls: Iterable[Invitation]) -> Iterator[CalendarEvent]:
    """The sitting in its body's calendar and in that of each who is called; nothing of a draft or of a held call.

    An event that is off is of use only to a calendar that has shown it (see `keeping`).
    """
    if meeting.status == "draft":
        return
    for call in (None, *calls):
        if call is None or call.status != "held":
            yield _event(meeting, call)


def events_shown_alike(
    meetings: Sequence[Meeting], calls: Iterable[Invitation]
) -> Iterator[tuple[CalendarEvent, list[str]]]:
    """As `events_of`, for new sittings with the same calls, made once for all who see the same: with its subjects."""
    if not meetings or meetings[0].status == "draft":
        return
    alike: dict[tuple[object, ...], tuple[Invitation | None, list[str]]] = {}
    for call in (None, *calls):
        if call is None or call.status != "held":
            known = alike.setdefault(_likeness(meetings[0], call), (call, []))
            known[1].append(subject_of(meetings[0], call))
    for meeting in meetings:
        yield from ((_event(meeting, call), subjects) for call, subjects in alike.values())


def occurrence_of(meeting: Meeting, call: Invitation | None) -> Occurrence:
    """The sitting as its body sees it, or as `call` is told: an agency in its own slot. In full."""
    starts_at = call.slot_starts_at if call and call.slot_starts_at else meeting.starts_at
    minutes = call.slot_minutes if call and call.slot_minutes else meeting.minutes
    is_off = meeting.status == "cancelled" or (call is not None and call.status == "released")
    return Occurrence(
        uid=uid_of(meeting, call) if call else meeting.uid,
        sequence=sequence_of(meeting, call) if call else meeting.sequence,
        changed_at=max(meeting.changed_at, call.changed_at) if call else meeting.changed_at,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        summary=_title(meeting, call),
        location=meeting.place,
        status="CANCELLED" if is_off else "CONFIRMED",
        organiser_name=OFFICE,
        organiser_mail=OFFICE_MAIL,
    )


def cut_to(occurrence: Occurrence, detail: Detail) -> Occurrence:
    """What a level of detail shows of it."""
    if detail == "place":
        return occurrence
    return replace(occurrence, summary=BUSY if detail == "busy" else occurrence.summary, location="")


def subject_of(meeting: Meeting, call: Invitation | None) -> str:
    """Whose calendar: `body:core`, `post:D`, `agency:houkatsu`."""
    return f"{call.kind}:{call.invitee}" if call else f"body:{meeting.body}"


def _likeness(meeting: Meeting, call: Invitation | None) -> tuple[object, ...]:
    """Whoever comes as always sees the very event that stands in the body's calendar; an agency's slot is its own."""
    if call is None:
        return None, False, meeting.sequence, meeting.changed_at, None, None
    own = call.id if call.kind is InviteeKind.AGENCY else None
    changed_at = max(meeting.changed_at, call.changed_at)
    is_off = call.status == "released"
    return own, is_off, sequence_of(meeting, call), changed_at, call.slot_starts_at, call.slot_minutes


def _title(meeting: Meeting, call: Invitation | None) -> str:
    """Neutral: the body's name and how much is on. An agency learns of its own slot, not of how much else there is."""
    is_slot = call is not None and call.kind is InviteeKind.AGENCY
    return meeting.title if is_slot or not meeting.lines else f"{meeting.title}（{meeting.lines}件）"


@lru_cache(maxsize=64)
def _rendered(occurrence: Occurrence) -> bytes:
    """Everybody who always comes sees the very same event, so it is written once for all of them."""
    return vevent(occurrence)


def _event(meeting: Meeting, call: Invitation | None) -> CalendarEvent:
    full = occurrence_of(meeting, call)
    assert full.starts_at
    return new_row(
        CalendarEvent,
        municipality=meeting.municipality,
        subject=subject_of(meeting, call),
        uid=full.uid,
        meeting_id=meeting.id,
        body=meeting.body,
        series_day=meeting.series_day,
        starts_at=full.starts_at,
        sequence=full.sequence,
        changed_at=full.changed_at,
        revision=0,
        is_off=full.status == "CANCELLED",
        busy=_rendered(cut_to(full, "busy")),
        title=_rendered(cut_to(full, "title")),
        place=_rendered(cut_to(full, "place")),
    )
