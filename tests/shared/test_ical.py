"""Calendar text: the same bytes as icalendar's, one golden file for each trap once met."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.clock import TOKYO
from shared.ical import Occurrence, calendar, vevent

GOLDEN = Path(__file__).parent / "ical"
CHANGED = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
OFFICE = {"organiser_name": "中土佐町役場", "organiser_mail": "office@nakatosa.example"}


def core_meeting(**changes: object) -> Occurrence:
    plain: dict[str, object] = {
        "uid": "019a-core-1@yui", "sequence": 0, "changed_at": CHANGED, "summary": "コア会議", **OFFICE,
        "starts_at": datetime(2026, 12, 8, 13, 30, tzinfo=TOKYO), "ends_at": datetime(2026, 12, 8, 15, 0, tzinfo=TOKYO),
        "location": "中土佐町役場 2階会議室",
    }  # fmt: skip
    return Occurrence(**{**plain, **changes})  # type: ignore[arg-type]


def study_day(**changes: object) -> Occurrence:
    day = {"starts_at": None, "ends_at": None, "first_day": date(2026, 11, 28), "last_day": date(2026, 11, 28)}
    return core_meeting(**{"summary": "子どもの学習支援", "status": "TENTATIVE", **day, **changes})


TRAPS = {
    "timed": core_meeting(url="https://yui.example/meetings/sittings/1"),
    "cancelled": core_meeting(status="CANCELLED", sequence=1),
    "time-open": study_day(time_open=True),
    "month-window": study_day(first_day=date(2027, 6, 1), last_day=date(2027, 6, 30), summary="四者協議（調整中）"),
    "long-japanese-title": core_meeting(summary="安心生活応援ネットワーク会議" * 6),
    "separators": core_meeting(
        summary="買い物, 夕食; 散歩", description="持ち物:\nお茶\\水筒", organiser_name="福祉課: 窓口"
    ),
    "backslash-at-the-fold": core_meeting(summary="x" * 65 + ";;;;", description="x" * 61 + "\n\n\n"),
    "starts-at-midnight-in-london": core_meeting(
        starts_at=datetime(2026, 12, 8, 0, 0, tzinfo=UTC), ends_at=datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_writes_the_golden_file(name: str) -> None:
    feed = calendar("会議の予定", "推進員Dの会議", [vevent(TRAPS[name])])
    assert feed == (GOLDEN / f"{name}.ics").read_bytes()


def as_icalendar_writes(occurrence: Occurrence) -> bytes:
    event = icalendar.Event()
    event.add("uid", occurrence.uid)
    event.add("sequence", occurrence.sequence)
    event.add("dtstamp", occurrence.changed_at)
    event.add("last-modified", occurrence.changed_at)
    event.add("summary", occurrence.title)
    if occurrence.starts_at and occurrence.ends_at:
        event.add("dtstart", occurrence.starts_at.astimezone(TOKYO))
        event.add("dtend", occurrence.ends_at.astimezone(TOKYO))
    elif occurrence.last_day:
        event.add("dtstart", occurrence.first_day)
        event.add("dtend", occurrence.last_day + timedelta(days=1))
    event.add("status", occurrence.status)
    event.add("transp", "OPAQUE" if occurrence.is_busy else "TRANSPARENT")
    organiser = icalendar.vCalAddress(f"mailto:{occurrence.organiser_mail}")
    organiser.params["CN"] = occurrence.organiser_name
    event.add("organizer", organiser)
    for name in ("location", "description", "url"):
        if value := getattr(occurrence, name):
            event.add(name, value)
    return bytes(event.to_ical())


def calendar_as_icalendar_writes(name: str, description: str, events: list[bytes]) -> bytes:
    made = icalendar.Calendar()
    for key, value in {
        "version": "2.0", "prodid": "-//Yui//Yui 0.1//JA", "method": "PUBLISH", "x-wr-caldesc": description,
        "name": name, "x-wr-calname": name, "color": "midnightblue", "x-apple-calendar-color": "#2B4C7E",
        "x-wr-timezone": "Asia/Tokyo",
    }.items():  # fmt: skip
        made.add(key, icalendar.vText(value))  # it takes X- values for text already escaped
    made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    zone = icalendar.Timezone()
    zone.add("tzid", "Asia/Tokyo")
    standard = icalendar.TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  # a zone's own start is local by definition
    standard.add("tzname", "JST")
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=9))
    zone.add_component(standard)
    made.add_component(zone)
    for event in events:
        made.add_component(icalendar.Event.from_ical(event))
    return bytes(made.to_ical())


words = st.text(st.sampled_from("会議あア々ー～(、；;,:\\N^\"’'\nab 0😀髙𠮷"), max_size=90)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(TOKYO)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
timed = st.builds(
    lambda start, minutes, **more: core_meeting(starts_at=start, ends_at=start + timedelta(minutes=minutes), **more),
    moments, st.integers(1, 900), changed_at=moments, sequence=st.integers(0, 99), summary=words, location=words,
    description=words, organiser_name=words.filter(bool),
    status=st.sampled_from(["CONFIRMED", "TENTATIVE", "CANCELLED"]),
)  # fmt: skip
days = st.builds(
    lambda first, length, **more: study_day(first_day=first, last_day=first + timedelta(days=length), **more),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 40), summary=words, time_open=st.booleans(),
)  # fmt: skip


@settings(max_examples=50)
@given(timed | days)
def test_equals_icalendar_byte_for_byte(occurrence: Occurrence) -> None:
    assert vevent(occurrence) == as_icalendar_writes(occurrence)


@settings(max_examples=50)
@given(timed | days)
def test_no_line_is_longer_than_75_octets_and_each_is_text(occurrence: Occurrence) -> None:
    lines = vevent(occurrence).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]


@settings(max_examples=20)
@given(words, words)
def test_a_calendar_equals_icalendar_too(name: str, description: str) -> None:
    events = [vevent(occurrence) for occurrence in TRAPS.values()]
    assert calendar(name, description, events) == calendar_as_icalendar_writes(name, description, events)


@pytest.mark.parametrize(
    "span",
    [
        {"ends_at": None},
        {"ends_at": datetime(2026, 12, 8, 13, 30, tzinfo=TOKYO)},
        {"first_day": date(2026, 12, 8), "last_day": date(2026, 12, 8)},
        {"starts_at": datetime(2026, 12, 8, 13, 30)},  # noqa: DTZ001  # the trap itself
        {"changed_at": datetime(2026, 12, 1)},  # noqa: DTZ001
        {"starts_at": None, "ends_at": None, "first_day": date(2026, 12, 8), "last_day": date(2026, 12, 7)},
    ],
)
def test_refuses_a_span_that_is_none(span: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"occurrence|moment"):
        core_meeting(**span)
