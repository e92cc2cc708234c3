"""What an address can ask for: styles, details, alarms, scopes. Each shows the same sittings, and nobody else's."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from services.meetings.actions import reading, regular, sittings
from services.meetings.errors import NotCalled, UnknownArea
from services.meetings.feeds.joining import MOST_OCTETS, Shown, each_once, fit
from services.meetings.feeds.options import Options
from services.meetings.schemas import ConveneForm, FeedForm
from shared.auth import Grant, Role, Who
from shared.db import Database
from tests.services.meetings.calendars import events_in, feed_of, shown, subscribe
from tests.services.meetings.life import Life, send_to_network
from tests.services.meetings.stage import NAKATOSA, TUESDAY, A, C, D, hear, promoter, proposed, sittings_of


def somebody(role: Role, **more: str) -> Who:
    grant = Grant(role=role, municipality=NAKATOSA, **more)
    return Who(account_id="x", login="x", name="x", csrf_token="", grants=(grant,))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("detail", ["busy", "title", "place"])
async def test_a_series_names_the_same_dates_as_single_events(db: Database, seed: int, detail: str) -> None:
    life = Life(db, seed + 10)
    body = await subscribe(db, A, scope="body", key="core", detail=detail)
    post = await subscribe(db, A, scope="post", key="A", detail=detail)
    for _ in range(8):
        await life.one_thing()
    for key in (body, post):
        for query in ("", "cancelled=hide", "alarm=30"):
            single = await feed_of(db, key, query)
            series = await feed_of(db, key, f"style=rrule&{query}")
            assert shown(series.body) == shown(single.body)
            assert series.etag != single.etag


async def test_a_quiet_year_is_one_series(db: Database) -> None:
    key = await subscribe(db, A, scope="body", key="core")
    series, single = await feed_of(db, key, "style=rrule"), await feed_of(db, key)
    repeating = [event for event in events_in(series.body) if "RRULE" in event]
    assert len(repeating) == 1
    assert len(events_in(series.body)) < len(events_in(single.body)) / 2


@pytest.mark.parametrize(
    ("detail", "title", "place"),
    [
        ("busy", "予定あり", None),
        ("title", "コア会議（1件）", None),
        ("place", "コア会議（1件）", "中土佐町役場 2階会議室"),
    ],
)
async def test_a_feed_says_as_much_as_its_address_was_made_for(
    db: Database, detail: str, title: str, place: str | None
) -> None:
    await hear(db, [proposed(1)])
    key = await subscribe(db, D, scope="post", key="D", detail=detail)
    first = events_in((await feed_of(db, key)).body)[0]
    assert (str(first["SUMMARY"]), first.get("LOCATION")) == (title, place)
    assert not {"DESCRIPTION", "ATTENDEE"} & set(first)


async def test_an_alarm_stands_on_what_takes_place(db: Database) -> None:
    key, meeting = await subscribe(db, A, scope="body", key="core"), (await sittings_of(db, "core"))[0]
    async with db.transaction() as tx:
        await sittings.cancel(tx, meeting.id, A, now=TUESDAY)
    for query in ("alarm=30", "alarm=30&style=rrule"):
        events = events_in((await feed_of(db, key, query)).body)
        alarms = {str(event["STATUS"]): event.to_ical().count(b"TRIGGER:-PT30M") for event in events}
        assert alarms == {"CONFIRMED": 1, "CANCELLED": 0}
    assert b"VALARM" not in (await feed_of(db, key)).body


async def test_what_is_off_can_be_hidden(db: Database) -> None:
    key, meeting = await subscribe(db, A, scope="body", key="core"), (await sittings_of(db, "core"))[0]
    async with db.transaction() as tx:
        await sittings.cancel(tx, meeting.id, A, now=TUESDAY)
    usual, hidden = shown((await feed_of(db, key)).body), shown((await feed_of(db, key, "cancelled=hide")).body)
    assert [each for each in usual if each not in hidden] == [usual[0]]
    assert (usual[0].title, usual[0].status) == ("【中止】コア会議", "CANCELLED")


@pytest.mark.parametrize(
    ("query", "options"),
    [
        (b"", Options()),
        (b"style=rrule&cancelled=hide&alarm=30", Options("rrule", hides_cancelled=True, alarm=30)),
        (b"alarm=30&utm_source=x&style=other&cancelled=yes", Options(alarm=30)),
        (b"alarm=-5", Options()),
        (b"alarm=99999", Options()),
        ("alarm=３０".encode(), Options()),
        (b"alarm=%00&;;=&&style", Options()),
        (b"\xff\xfe=1", Options()),
    ],
)
def test_an_address_never_fails_for_what_follows_its_question_mark(query: bytes, options: Options) -> None:
    assert Options.of(query) == options
    assert Options.of(options.query) == options


# scopes


async def test_a_personal_feed_joins_posts_and_agencies_and_shows_a_sitting_once(db: Database) -> None:
    two_posts = promoter("A", "houkatsu").model_copy(
        update={"grants": (*promoter("A", "houkatsu").grants, *promoter("C", "houkatsu").grants)}
    )
    form = ConveneForm(body="network", starts_at=TUESDAY + timedelta(days=3))
    async with db.transaction() as tx:
        await sittings.convene(tx, form, C, now=TUESDAY)
    await hear(db, [proposed(1)])
    await send_to_network(db, "C-2026-0001", ["houkatsu"])
    key = await subscribe(db, two_posts, scope="personal")
    events = events_in((await feed_of(db, key)).body)
    uids = [str(event["UID"]) for event in events]
    assert len(uids) == len(set(uids))
    assert not any(uid.startswith("slot-") for uid in uids)  # post C comes to the whole of it
    own = await feed_of(db, await subscribe(db, A, scope="post", key="A"))
    assert {str(event["UID"]) for event in events_in(own.body)} < set(uids)


async def test_an_areas_feed_joins_its_bodies(db: Database) -> None:
    worker = somebody(Role.AGENCY_STAFF, agency="houkatsu", area="kure")
    key = await subscribe(db, worker, scope="area", key="kure")
    titles = {each.title for each in shown((await feed_of(db, key)).body)}
    assert titles == {"小地域ケア会議（久礼地域）"}


@pytest.mark.parametrize(
    ("who", "form", "error"),
    [
        (somebody(Role.AGENCY_STAFF, agency="houkatsu"), {"scope": "agency", "key": "health-welfare"}, NotCalled),
        (somebody(Role.AGENCY_STAFF, agency="houkatsu"), {"scope": "post", "key": "A"}, NotCalled),
        (somebody(Role.AGENCY_STAFF, agency="houkatsu"), {"scope": "body", "key": "core"}, NotCalled),
        (somebody(Role.AGENCY_STAFF, agency="houkatsu", area="onomi"), {"scope": "area", "key": "kure"}, NotCalled),
        (somebody(Role.ADMIN), {"scope": "area", "key": "nowhere"}, UnknownArea),
        (somebody(Role.ADMIN), {"scope": "personal"}, NotCalled),
    ],
)
async def test_an_address_is_for_ones_own(db: Database, who: Who, form: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error) as refused:
        await subscribe(db, who, **form)
    assert refused.value.field == "key"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "form", [{"scope": "post"}, {"scope": "personal", "key": "A"}, {"scope": "post", "key": "a b"}]
)
def test_a_scope_names_what_it_shows(form: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        FeedForm.model_validate(form)
    assert refused.value.errors()[0]["loc"] == ("key",)


# too many


def event(days: float, *, octets: int = 400, uid: str = "", off: bool = False, sequence: int = 0) -> Shown:
    at = TUESDAY + timedelta(days=days)
    return Shown(uid or f"{days}", "body:core", "m", "core", None, at, sequence, TUESDAY, off, b"x" * octets)


def test_the_farthest_are_left_out_first() -> None:
    events = [event(day) for day in range(-30, 1200)]
    fitting = fit(events, now=TUESDAY)
    assert (len(fitting.kept), fitting.dropped) == (999, 231)
    assert [each.uid for each in fitting.kept] == [f"{day}" for day in range(-30, 969)]


def test_a_feed_stays_under_its_size_alarms_included() -> None:
    events = [event(day, octets=2000) for day in range(800)]
    fitting = fit(events, now=TUESDAY, each=100)
    assert sum(len(each.octets) + 100 for each in fitting.kept) <= MOST_OCTETS
    assert fitting.dropped == 800 - MOST_OCTETS // 2100


def test_of_two_calls_to_one_sitting_the_standing_one_counts() -> None:
    released, called = event(1, uid="a", off=True, sequence=9), event(1, uid="a", sequence=2)
    assert each_once([released, called]) == each_once([called, released]) == [called]


def test_who_comes_to_the_whole_sitting_is_shown_no_slot_in_it() -> None:
    whole, slot = event(1, uid="a")._replace(subject="post:D"), event(1, uid="b")._replace(subject="agency:health")
    other = slot._replace(uid="c", meeting_id="n")
    assert each_once([slot, whole, other]) == [whole, other]
    released = whole._replace(is_off=True)
    assert each_once([slot, released]) == [released, slot]


async def test_a_feed_too_large_says_so(db: Database) -> None:
    admin, first = somebody(Role.ADMIN), datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    key = await subscribe(db, admin, scope="body", key="plan-committee")
    async with db.transaction() as tx:
        body = await reading.find_body(tx, NAKATOSA, "plan-committee")
        wanted = [(None, first + timedelta(hours=9 * number)) for number in range(1010)]
        await regular.add_regular(tx, body, wanted, now=TUESDAY)  # type: ignore[arg-type]  # no rule's days
    feed = await feed_of(db, key)
    assert (feed.dropped, feed.body.count(b"BEGIN:VEVENT"), len(feed.body) < 900_000) == (11, 1000, True)
    text = feed.body.replace(b"\r\n ", b"").decode()
    assert "X-WR-CALDESC:結（Yui）の会議（多いため、今日に近い999件だけを載せています。ほか11件）" in text
