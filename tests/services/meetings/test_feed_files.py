"""One golden file for each trap that calendar clients were seen to fall into (feeds.md), and text that comes back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.meetings.feeds.events import OFFICE, OFFICE_MAIL, events_of
from services.meetings.feeds.expiry import warning
from services.meetings.feeds.joining import Fitting, Shown, fit
from services.meetings.models import CalendarEvent, Invitation, Meeting
from shared.clock import TOKYO
from shared.contracts.words import Capacity, InviteeKind
from shared.feed.door import notice_of_end
from shared.ical import Occurrence, calendar, vevent
from shared.ical_lines import alarm, with_alarm

FOLDER = Path(__file__).parent / "feeds"
CHANGED = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
PAGE = "https://yui.example/meetings/subscribe"


def sitting(**changes: Any) -> Meeting:
    usual = {
        "id": "m1", "municipality": "39401", "body": "core", "title": "コア会議", "minutes": 90, "lines": 3,
        "starts_at": datetime(2026, 12, 8, 13, 30, tzinfo=TOKYO), "place": "中土佐町役場 2階会議室", "uid": "m1@yui",
        "sequence": 2, "changed_at": CHANGED,
    }  # fmt: skip
    return Meeting(**{**usual, **changes})


def slot(**changes: Any) -> Invitation:
    usual = {
        "id": "i1", "municipality": "39401", "meeting_id": "m1", "kind": InviteeKind.AGENCY, "invitee": "houkatsu",
        "status": "called", "reasons": [], "capacity": Capacity.AGENCY, "cases": [], "consent_cases": [],
        "slot_starts_at": datetime(2026, 12, 8, 14, 0, tzinfo=TOKYO), "slot_minutes": 30, "changed_at": CHANGED,
    }  # fmt: skip
    return Invitation(**{**usual, **changes})


def of_body(meeting: Meeting) -> CalendarEvent:
    return next(events_of(meeting, []))


def in_slot(meeting: Meeting, call: Invitation) -> bytes:
    return list(events_of(meeting, [call]))[1].place


def days(first: date, last: date, **more: Any) -> bytes:
    return vevent(
        Occurrence(
            uid="m1@yui", sequence=0, changed_at=CHANGED, first_day=first, last_day=last, status="TENTATIVE",
            organiser_name=OFFICE, organiser_mail=OFFICE_MAIL, **more,
        )
    )  # fmt: skip


def feed(*events: bytes) -> bytes:
    return calendar("推進員Dの会議", Fitting([], 0).description, events)


def too_many() -> bytes:
    events = [of_body(sitting(uid=f"m{n}@yui", starts_at=CHANGED + timedelta(days=n))) for n in range(5)]
    rows = [
        Shown(each.uid, each.subject, "", "core", None, each.starts_at, 2, CHANGED, False, each.place)
        for each in events
    ]  # fmt: skip
    fitting = fit(rows, now=CHANGED, room=2 * len(rows[0].octets))
    return calendar("推進員Dの会議", fitting.description, [row.octets for row in fitting.kept])


def ends_on(replaced_at: datetime | None) -> bytes:
    expires_at = CHANGED.replace(year=2027)
    return warning("f" * 64, created_at=CHANGED, replaced_at=replaced_at, expires_at=expires_at, page=PAGE)


TRAPS: dict[str, Callable[[], bytes]] = {
    "moved": lambda: feed(of_body(sitting(starts_at=datetime(2026, 12, 15, 10, 0, tzinfo=TOKYO), sequence=3)).place),
    "cancelled": lambda: feed(of_body(sitting(status="cancelled", sequence=3)).place),
    "slot": lambda: feed(in_slot(sitting(), slot())),
    "slot-released": lambda: feed(in_slot(sitting(), slot(status="released", sequence=1))),
    "time-unknown": lambda: feed(days(date(2026, 12, 8), date(2026, 12, 8), summary="四者協議", time_open=True)),
    "month-window": lambda: feed(days(date(2027, 6, 1), date(2027, 6, 30), summary="四者協議（調整中）")),
    "long-japanese": lambda: feed(of_body(sitting(title="安心生活応援ネットワーク会議" * 6, place="役場" * 40)).place),
    "escaping": lambda: feed(of_body(sitting(title="会議, 第1部; 準備\\打合せ", place="2階; 右, 奥\\角")).place),
    "busy": lambda: feed(of_body(sitting()).busy),
    "alarm": lambda: feed(with_alarm(of_body(sitting()).place, alarm(30))),
    "ended": lambda: notice_of_end(CHANGED).body,
    "expiry-warning": lambda: feed(of_body(sitting()).place, ends_on(None)),
    "replaced": lambda: feed(of_body(sitting()).place, ends_on(CHANGED + timedelta(days=300))),
    "too-many": too_many,
}


@pytest.mark.parametrize("name", TRAPS)
def test_writes_the_golden_file(name: str) -> None:
    assert TRAPS[name]() == (FOLDER / f"{name}.ics").read_bytes()


@pytest.mark.parametrize("name", TRAPS)
def test_a_golden_file_is_what_a_calendar_client_takes(name: str) -> None:
    octets = (FOLDER / f"{name}.ics").read_bytes()
    assert octets.endswith(b"\r\n")
    assert max(map(len, octets.split(b"\r\n"))) <= 75
    for event in icalendar.Calendar.from_ical(octets).walk("VEVENT"):
        assert {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "STATUS"} <= set(event)
        assert "ATTENDEE" not in event


letters = st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\\")
text = letters | st.sampled_from("会議々ー髙𠮷；、")
japanese = st.text(text, min_size=1, max_size=120)


@settings(max_examples=100)
@given(japanese, japanese)
def test_japanese_text_comes_back_as_it_was(title: str, place: str) -> None:
    event: Any = icalendar.Event.from_ical(of_body(sitting(title=title, place=place, lines=0)).place)
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (title, place)
