"""The feed door against a source that tests turn: what a calendar client meets in fair weather and in foul."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import icalendar
import pytest
from prometheus_client import generate_latest
from starlette.responses import PlainTextResponse

from shared.feed import Copies, Feed, FeedDoor, Fetches, Source
from shared.ical import calendar
from shared.metrics import Metrics
from shared.tokens import fingerprint
from tests.figures import shown_by

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SECRET = "s" * 43
PATH = f"/feeds/{SECRET}.ics"


class Service:
    """A service with one subscription, as the door asks it; counts what it is asked."""

    def __init__(self) -> None:
        self.revision, self.is_broken = 1, False
        self.ended_at: datetime | None = None
        self.looks = self.builds = 0
        self.now = NOW
        self.metrics = Metrics()
        self.fetches = Fetches(self.metrics, "meetings")
        self.copies = Copies(self.find, self.build, lambda query: query)

    async def find(self, key: str) -> Source | None:
        self.looks += 1
        if self.is_broken:
            raise OSError("the database is gone")
        return Source(key, self.revision, self.ended_at) if key == fingerprint(SECRET) else None

    async def build(self, source: Source, query: bytes) -> Feed:
        self.builds += 1
        name = f"会議 {source.state} {query.decode()}"
        return Feed(calendar(name, "", []), NOW + timedelta(minutes=self.revision))

    def client(self, most_a_minute: int = 1000) -> httpx.AsyncClient:
        door = FeedDoor(
            PlainTextResponse("the app"), prefix="/feeds", copies=self.copies, fetches=self.fetches,
            clock=lambda: self.now, most_a_minute=most_a_minute,
        )  # fmt: skip
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=door), base_url="http://town.test")


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock, to be turned."""
    at = [1000.0]
    monkeypatch.setattr("shared.feed.copies.monotonic", lambda: at[0])
    return at


async def test_everything_else_is_the_apps(service: Service) -> None:
    client = service.client()
    for path in ("/", "/feeds/short.ics", f"/feeds/{SECRET}", f"/feeds/x/{SECRET}.ics"):
        assert (await client.get(path)).text == "the app"


async def test_a_live_address_answers_as_calendar_clients_need_it(service: Service) -> None:
    client = service.client()
    answer = await client.get(PATH)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert len(answer.content) == int(answer.headers["content-length"])
    assert not {"set-cookie", "location", "content-encoding", "vary"} & answer.headers.keys()
    known = {"if-none-match": answer.headers["etag"]}
    again = await client.get(PATH, headers={**known, "accept-encoding": "gzip"})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])
    dated = await client.get(PATH, headers={"if-modified-since": answer.headers["last-modified"]})
    assert dated.status_code == 304
    head = await client.head(PATH)
    assert (head.status_code, head.content, head.headers) == (200, b"", answer.headers)
    assert (await client.post(PATH)).status_code == 405


async def test_an_unknown_address_is_not_found(service: Service) -> None:
    answer = await service.client().get(f"/feeds/{'x' * 43}.ics")
    assert (answer.status_code, answer.content) == (404, b"")
    shown = shown_by(service.metrics.registry)
    assert shown("yui_feed_revoked_hits_total") == 1
    assert shown("yui_http_request_duration_seconds_count", route="/feeds/{secret}.ics", status="4xx") == 1


async def test_a_copy_is_built_once_and_looked_at_each_second(service: Service, clock: list[float]) -> None:
    client = service.client()
    for _ in range(5):
        await client.get(PATH)
    assert (service.looks, service.builds) == (1, 1)
    clock[0] += 1.01
    await client.get(PATH)
    assert (service.looks, service.builds) == (2, 1)


async def test_what_another_process_changes_is_seen_after_a_second(service: Service, clock: list[float]) -> None:
    client = service.client()
    before = await client.get(PATH)
    service.revision = 2
    clock[0] += 1.01
    after = await client.get(PATH, headers={"if-none-match": before.headers["etag"]})
    assert (after.status_code, "会議 2" in after.text) == (200, True)


async def test_a_commit_of_this_process_is_seen_at_once(service: Service, clock: list[float]) -> None:
    client = service.client()
    await client.get(PATH)
    service.revision = 2
    service.copies.forget()
    assert "会議 2" in (await client.get(PATH)).text
    service.ended_at = NOW
    service.copies.forget()
    assert "無効です" in (await client.get(PATH)).text


async def test_a_broken_backend_costs_no_calendar_its_events(service: Service, clock: list[float]) -> None:
    service.is_broken = True
    client = service.client()
    first = await client.get(PATH)
    assert (first.status_code, first.headers["retry-after"], first.content) == (503, "300", b"")
    service.is_broken = False
    good = await client.get(PATH)
    service.is_broken = True
    service.copies.forget()
    assert (await client.get(PATH)).content == good.content
    assert (await client.get(PATH, headers={"if-none-match": good.headers["etag"]})).status_code == 304
    assert (await client.get(f"{PATH}?alarm=30")).status_code == 503


async def test_an_ended_address_says_what_to_do_for_thirty_days(service: Service) -> None:
    service.ended_at = NOW
    client = service.client()
    first = await client.get(PATH)
    event: Any = icalendar.Calendar.from_ical(first.content).walk("VEVENT")[0]
    assert event["SUMMARY"] == "この購読URLは無効です。再発行してください"
    assert event["DTSTART"].dt <= NOW.date() < (NOW + timedelta(days=30)).date() < event["DTEND"].dt
    service.now = NOW + timedelta(days=30)
    assert (await client.get(PATH, headers={"if-none-match": first.headers["etag"]})).status_code == 304
    service.now += timedelta(seconds=1)
    gone = await client.get(PATH)
    assert (gone.status_code, gone.content) == (410, b"")


async def test_who_comes_too_often_waits_but_never_at_the_first_fetch_of_a_minute(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = [1000.0]
    monkeypatch.setattr("shared.feed.door.monotonic", lambda: at[0])
    client = service.client(most_a_minute=3)
    statuses = [(await client.get(PATH)).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    assert (await client.get(PATH)).headers["retry-after"] == "60"
    at[0] += 60
    assert (await client.get(PATH)).status_code == 200


async def test_fetches_are_counted_by_client_and_kept_until_written(service: Service) -> None:
    client = service.client()
    etag = (await client.get(PATH, headers={"user-agent": "Google-Calendar-Importer"})).headers["etag"]
    await client.get(PATH, headers={"user-agent": "Thunderbird/153", "if-none-match": etag})
    figures = generate_latest(service.metrics.registry).decode()
    assert 'yui_feed_answers_total{client="google",service="meetings",status="200"} 1.0' in figures
    assert 'yui_feed_answers_total{client="thunderbird",service="meetings",status="304"} 1.0' in figures
    assert 'yui_feed_octets_total{client="google",service="meetings"}' in figures
    assert SECRET not in figures
    assert service.fetches.take() == {fingerprint(SECRET): (NOW, "thunderbird")}
    assert service.fetches.take() == {}


async def test_one_address_keeps_a_few_copies_only(service: Service, clock: list[float]) -> None:
    client = service.client()
    for minutes in range(9):
        await client.get(f"{PATH}?alarm={minutes}")
    await client.get(f"{PATH}?alarm=8")
    assert service.builds == 9
    await client.get(f"{PATH}?alarm=0")
    assert service.builds == 10


async def test_all_copies_together_take_no_more_than_their_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.feed.copies.MOST_OCTETS", 250)
    built: list[str] = []

    async def find(key: str) -> Source | None:
        return Source(key, 1)

    async def build(source: Source, query: bytes) -> Feed:
        built.append(source.key)
        return Feed(b"x" * 100, NOW)

    copies = Copies(find, build, lambda query: query)
    for key in ("a", "b", "c", "a", "c"):
        kept = await copies.look(key)
        assert kept
        await copies.ready(kept, b"")
    assert built == ["a", "b", "c", "a"]


async def test_who_asks_together_shares_one_building(service: Service, clock: list[float]) -> None:
    client = service.client()
    answers = await asyncio.gather(*(client.get(PATH) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert (service.looks, service.builds) == (1, 1)
