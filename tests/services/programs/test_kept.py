"""What the door keeps in memory: the same answer until something changes, never anybody's own page."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from services.programs import feeds
from services.programs.actions.revisions import keep_revisions
from services.programs.feeds import fitting as module_fitting
from services.programs.feeds.fitting import MOST_EVENTS, Event, fitting
from services.programs.models import Program, Session
from shared.db import Database
from shared.web.copies import CopyDoor, door
from tests.flows.stage import Stage
from tests.services.people import anybody, signed_in
from tests.services.programs.stage import SETTINGS, TUESDAY

PAGES = [
    "/programs", "/programs/cafe-de-pomme", "/programs/api/week", "/programs/api/programs/cafe-de-pomme/coming",
    "/programs/feeds/cafe-de-pomme.ics", "/programs/feeds/town-39204.ics", "/programs/feeds/area-39204-nankoku.ics",
]  # fmt: skip


@pytest.fixture
def made(town: Stage, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths for which the app had to work."""
    paths: list[str] = []
    front: CopyDoor = town.apps["programs"].state.entrance
    work = front._make

    async def noted(scope: dict[str, str]) -> object:
        paths.append(scope["path"])
        return await work(scope)

    monkeypatch.setattr(front, "_make", noted)
    return paths


@pytest.mark.parametrize("path", PAGES)
async def test_is_made_once_and_then_only_said_to_be_the_same(town: Stage, made: list[str], path: str) -> None:
    async with anybody(town) as client:
        first, again = await client.get(path), await client.get(path)
        tag = first.headers["etag"]
        same = await client.get(path, headers={"if-none-match": f'"other", {tag}'})
        head = await client.head(path)
    assert (made, first.content == again.content) == ([path], True)
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert {"set-cookie", "content-encoding"} & set(first.headers) == set()
    assert first.headers["cache-control"] == ("private" if ".ics" in path else "no-cache")


async def changed_by_this_process(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    week = (await organiser.get("/programs/api/week")).json()
    session = next(each["id"] for day in week for each in day["sessions"] if each["program_id"] == "cafe-de-pomme")
    answer = await organiser.post(f"/programs/api/sessions/{session}/cancel", json={"reason": "snow"})
    assert answer.status_code == 200


async def changed_by_another(town: Stage) -> None:
    other = Database(str(town.apps["programs"].state.db.url))
    keep_revisions(other)
    async with other.transaction() as tx:
        program = await tx.get(Program, "cafe-de-pomme")
        assert program
        program.audience, program.content = "雪のため", "雪のため"
        tx.add(program)
    await other.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("change", [changed_by_this_process, changed_by_another])
async def test_a_change_shows(
    town: Stage, path: str, change: Callable[[Stage], Awaitable[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with anybody(town) as client:
        before = (await client.get(path)).text
        if change is changed_by_another:
            monkeypatch.setattr(door, "LOOK_AGAIN_SECONDS", 0.0)  # a second has gone by
        await change(town)
        after = (await client.get(path)).text
    off = "snow" if "/api/" in path and change is changed_by_this_process else "雪のため"
    assert (off in before, off in after) == (False, True)


async def test_tomorrow_is_another_page(town: Stage) -> None:
    async with anybody(town) as client:
        today = (await client.get("/programs")).text
        town.clock.turn(days=1)
        tomorrow = (await client.get("/programs")).text
    assert ("勤労感謝の日" in today, "勤労感謝の日" in tomorrow) == (True, False)


async def test_languages_and_letters_are_kept_apart(town: Stage) -> None:
    async with anybody(town) as client:
        seen = {
            cookie: (await client.get("/programs", headers={"cookie": cookie})).text.partition("<head>")[0][-40:]
            for cookie in ("", "yui_lang=en", "yui_text=large", "yui_lang=en; yui_text=large")
        }
    assert len(set(seen.values())) == 4


async def test_who_is_signed_in_gets_a_page_of_their_own_that_nobody_keeps(town: Stage, made: list[str]) -> None:
    organiser = await signed_in(town, "organiser")
    own = await organiser.get("/programs")
    async with anybody(town) as client:
        public = await client.get("/programs")
    assert (own.headers["cache-control"], made) == ("no-store", ["/programs"])
    assert ("今週を出す" in own.text, "今週を出す" in public.text) == (True, False)


async def test_what_is_wrong_is_not_kept(town: Stage, made: list[str]) -> None:
    async with anybody(town) as client:
        answers = [(await client.get("/programs/unheard-of")).status_code for _ in range(2)]
    assert (answers, made) == ([404, 404], ["/programs/unheard-of"] * 2)


async def test_without_its_database_the_last_good_copies_are_sent(town: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with anybody(town) as client:
        good = [(await client.get(path)).content for path in PAGES]
        front: CopyDoor = town.apps["programs"].state.entrance
        monkeypatch.setattr(front, "_state_of", away)
        monkeypatch.setattr(town.apps["programs"].state, "db", Database("sqlite:////nowhere/none.sqlite"))
        front.forget()
        assert [(await client.get(path)).content for path in PAGES] == good
        town.clock.turn(days=1)
        feed, page = await client.get(PAGES[-1]), await client.get("/programs")
        never_seen = await client.get("/programs/feeds/study-support.ics")
    assert (feed.status_code, feed.content) == (200, good[-1])
    assert page.status_code >= 500  # yesterday's board would call yesterday today
    assert (never_seen.status_code, never_seen.headers["retry-after"]) == (503, "300")


async def away(_town: str) -> int:
    raise OperationalError("SELECT", {}, Exception("unable to open database file"))


async def test_a_feed_can_leave_out_what_was_called_off(town: Stage) -> None:
    await changed_by_this_process(town)
    async with anybody(town) as client:
        shown = (await client.get("/programs/feeds/cafe-de-pomme.ics")).text
        hidden = (await client.get("/programs/feeds/cafe-de-pomme.ics?cancelled=hide")).text
    assert ("STATUS:CANCELLED" in shown, "STATUS:CANCELLED" in hidden) == (True, False)
    assert hidden.count("BEGIN:VEVENT") == shown.count("BEGIN:VEVENT") - 1


def event(day: date, octets: bytes) -> Event:
    session = Session(program_id="p", municipality="39204", due_on=day, held_on=day, uid="u", changed_at=TUESDAY)
    return Event(session, octets)


def test_what_is_farthest_is_left_out_first() -> None:
    today = date(2026, 11, 24)
    events = [event(today + timedelta(days=day), b"x" * 10) for day in range(-35, 1100)]
    kept = fitting(events, today=today)
    assert (len(kept), [each for each in events if each in kept] == kept, kept[0].session.held_on) == (
        MOST_EVENTS,
        True,
        today - timedelta(days=35),
    )
    large = [event(today + timedelta(days=day), b"x" * 300_000) for day in (-2, 0, 1, 9)]
    assert [each.session.held_on.day for each in fitting(large, today=today)] == [24, 25]


async def test_a_large_town_s_feed_says_how_much_is_left_out(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module_fitting, "MOST_EVENTS", 5)
    async with db.reading() as tx:
        feed = await feeds.town_feed(tx, "39204", feeds.Options(SETTINGS, TUESDAY))
    body = feed.body.decode().replace("\r\n ", "")
    assert (body.count("BEGIN:VEVENT"), feed.dropped > 5, f"ほか{feed.dropped}件" in body) == (5, True, True)
