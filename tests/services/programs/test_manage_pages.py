"""The pages on which programs, their times, their dates and the town's places are looked after."""

import re
from datetime import UTC, datetime

import pytest

from tests.flows.stage import Stage
from tests.services.people import Person, anybody, signed_in

PROGRAM = {
    "name": "折り紙の会", "purpose": "手を動かして話す", "audience": "だれでも", "content": "折り紙", "kind": "hobby",
    "venue": "honmachi-center", "organiser": "nankoku-shakyo", "area": "nankoku",
}  # fmt: skip
TIME = {"weekday": "1", "start": "13:00", "end": "15:00", "on_holidays": "skip", "since": "2026-11-30"}
TOWN = "/programs/manage/town"


async def first_series(town: Stage, program: str) -> str:
    keeper = await signed_in(town, "coordinator")
    page = await keeper.get(f"/programs/manage/{program}/times")
    return str(re.findall(r'href="(/programs/manage/times/[^"]+)"', page.text)[0])


async def test_a_program_is_started_given_a_time_and_is_on_the_board(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    started = await organiser.post("/programs/manage/new", data=PROGRAM)
    assert started.status_code == 303
    place = started.headers["location"]
    shown = await organiser.post(place, data=TIME)
    assert (shown.status_code, "12月1日(火)" in shown.text, "これで決める" in shown.text) == (200, True, True)
    settled = await organiser.post(place, data={**TIME, "confirmed": "yes"})
    assert settled.status_code == 303
    program = place.split("/")[3]
    dates = (await organiser.get(f"/programs/manage/{program}/dates")).text
    assert dates.count("13:00–15:00") == 12  # Tuesdays up to 22 February, without the holiday of 23 February


async def test_a_mistake_keeps_what_was_typed(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    wrong = await organiser.post("/programs/manage/new", data={**PROGRAM, "name": "", "venue": "elsewhere"})
    assert (wrong.status_code, ">名前：入力してください<" in wrong.text, "手を動かして話す" in wrong.text) == (
        422,
        True,
        True,
    )
    wrong = await organiser.post("/programs/manage/new", data={**PROGRAM, "venue": "elsewhere"})
    assert (wrong.status_code, "その会場は登録されていません" in wrong.text) == (422, True)
    place = await first_series(town, "cafe-de-pomme")
    wrong = await organiser.post(place, data={**TIME, "end": "12:00"})
    assert (wrong.status_code, "終わりの時間を、始まりより後に" in wrong.text) == (422, True)


async def test_the_rest_is_shown_and_then_changed(town: Stage) -> None:
    organiser, place = await signed_in(town, "organiser"), await first_series(town, "cafe-de-pomme")
    filled = (await organiser.get(place)).text
    assert 'value="08:45"' in filled
    shown = (await organiser.post(place, data={**TIME, "weekday": "3"})).text
    assert "12月1日(火) 8:45 → 12月3日(木) 13:00–15:00" in shown
    assert (await organiser.post(place, data={**TIME, "weekday": "3", "confirmed": "yes"})).status_code == 303
    dates = (await organiser.get("/programs/manage/cafe-de-pomme/dates")).text
    assert ("12月3日(木)" in dates, "12月1日(火)" in dates, "11月24日(火)" in dates) == (True, False, True)


async def test_one_date_is_moved_and_one_is_added(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    dates = (await organiser.get("/programs/manage/cafe-de-pomme/dates")).text
    place = re.findall(r'href="(/programs/manage/sessions/[^"]+)"', dates)[0]
    form = {"held_on": "2026-11-25", "start": "09:00", "end": "11:00", "venue": "honmachi-center", "note": "出張カフェ"}
    assert (await organiser.post(place, data=form)).status_code == 303
    added = {"held_on": "2026-11-29", "start": "09:00", "end": "11:00"}
    assert (await organiser.post("/programs/manage/cafe-de-pomme/dates", data=added)).status_code == 303
    taken = await organiser.post("/programs/manage/cafe-de-pomme/dates", data=added)
    assert (taken.status_code, "もう開催があります" in taken.text) == (422, True)
    async with anybody(town) as client:
        board = (await client.get("/programs?town=39204")).text
    assert ("出張カフェ" in board, "9:00–11:00" in board) == (True, True)


async def test_a_new_name_reaches_every_calendar_with_a_higher_sequence(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    async with anybody(town) as client:
        before = (await client.get("/programs/feeds/cafe-de-pomme.ics")).text
        form = {**PROGRAM, "name": "カフェ・ド・ポム 本店", "organiser": "morito", "venue": "morito-house"}
        assert (await organiser.post("/programs/manage/cafe-de-pomme", data=form)).status_code == 303
        after = (await client.get("/programs/feeds/cafe-de-pomme.ics")).text
    assert re.findall(r"UID:(\S+)", after) == re.findall(r"UID:(\S+)", before)
    assert set(re.findall(r"SEQUENCE:(\d+)", after)) == {"1"}
    assert "カフェ・ド・ポム 本店" in after


async def test_a_program_that_ends_is_called_off_behind_its_last_day(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    form = {**PROGRAM, "organiser": "morito", "ended_on": "2026-12-05"}
    await organiser.post("/programs/manage/cafe-de-pomme", data=form)
    dates = (await organiser.get("/programs/manage/cafe-de-pomme/dates")).text
    assert dates.count("【中止】") == dates.count("/programs/manage/sessions/") - 2


async def test_venues_organisers_and_closed_days_are_kept_by_the_coordinator(town: Stage) -> None:
    organiser, keeper = await signed_in(town, "organiser"), await signed_in(town, "coordinator")
    assert (await organiser.get(f"{TOWN}/venues")).status_code == 403
    venue = {"name": "公民館", "address": "南国市", "opens-0": "09:00", "closes-0": "17:00"}
    assert (await keeper.post(f"{TOWN}/venues/new", data=venue)).status_code == 303
    wrong = await keeper.post(f"{TOWN}/venues/new", data={**venue, "closes-0": "08:00"})
    assert (wrong.status_code, "おわりをはじまりより後に" in wrong.text) == (422, True)
    assert "月曜 9:00–17:00" in (await keeper.get(f"{TOWN}/venues")).text
    assert (
        await keeper.post(f"{TOWN}/organisers", data={"name": "折り紙の会", "phone": "088-000-0009"})
    ).status_code == 303
    made = await keeper.post(f"{TOWN}/organisers/morito/links", data={"name": "受付"})
    assert (made.status_code, "/programs/post/" in made.text, "<svg" in made.text) == (200, True, True)
    assert made.headers["cache-control"] == "no-store"
    assert "/programs/post/" not in (await keeper.get(f"{TOWN}/organisers")).text
    rest = {"break_name": "夏休み", "first_day": "2027-07-21", "last_day": "2027-08-31"}
    assert (await keeper.post(f"{TOWN}/breaks", data=rest)).status_code == 303
    assert "夏休み" in (await keeper.get(f"{TOWN}/resting")).text


async def test_a_closed_day_is_shown_before_it_is_one_and_before_it_is_none_again(town: Stage) -> None:
    keeper, festival = await signed_in(town, "coordinator"), {"day": "2026-12-02", "name": "祭り"}
    shown = await keeper.post(f"{TOWN}/resting", data=festival)
    assert "12月2日(水)をお休みにする" in shown.text
    assert ("独居高齢者の集い" in shown.text, "中止になります" in shown.text) == (True, True)
    assert ("/resting/2026-12-02/open" in shown.text, await off(keeper)) == (False, 0)
    closed = await keeper.post(f"{TOWN}/resting", data={**festival, "confirmed": "yes"})
    assert (closed.status_code, closed.headers["location"]) == (303, f"{TOWN}/resting?done=closed")
    assert "お休みの日にしました" in (await keeper.get(closed.headers["location"])).text
    assert await off(keeper) == 1
    shown = await keeper.post(f"{TOWN}/resting/2026-12-02/open")
    assert ("また、あります" in shown.text, "のお休みを取り消す" in shown.text, await off(keeper)) == (True, True, 1)
    opened = await keeper.post(f"{TOWN}/resting/2026-12-02/open", data={"confirmed": "yes"})
    assert (opened.headers["location"], await off(keeper)) == (f"{TOWN}/resting?done=opened", 0)


async def off(keeper: Person) -> int:
    """How many of the gathering's coming dates are called off."""
    return (await keeper.get("/programs/manage/elderly-gathering/dates")).text.count("【中止】")


@pytest.mark.parametrize("path", ["/programs/manage", "/programs/manage/new", "/programs/manage/cafe-de-pomme"])
async def test_strangers_are_kept_away(town: Stage, path: str) -> None:
    async with anybody(town) as client:
        assert (await client.get(path, headers={"accept": "application/json"})).status_code == 401
    other_town = await signed_in(town, "admin")
    assert "カフェ" not in (await other_town.get(path)).text


async def test_a_sweep_is_looked_at_by_an_address_and_says_why_and_what(town: Stage) -> None:
    organiser, days = await signed_in(town, "organiser"), "first_day=2026-11-24&last_day=2026-11-24"
    empty = (await organiser.get("/programs/manage/sweep")).text
    assert '<form method="get" action="/programs/manage/sweep"' in empty
    assert "checked" not in named(empty, "reason")
    unsaid = await organiser.get(f"/programs/manage/sweep?{days}")
    assert (unsaid.status_code, unsaid.text.count("理由を選んでください"), "を中止する<" in unsaid.text) == (
        422,
        2,
        False,
    )
    shown = (await organiser.get(f"/programs/manage/sweep?{days}&reason=typhoon&part=day&does=cancel")).text
    assert re.search(r"台風のため、\d+件を中止する", shown)
    assert ("5組未満" in shown, "&lt;5" in shown) == (True, False)
    unsure = await organiser.post("/programs/manage/sweep", data={"first_day": "2026-11-24", "reason": "typhoon"})
    assert unsure.headers["location"] == "/programs/manage/sweep?first_day=2026-11-24&reason=typhoon"
    assert "【中止】" not in (await organiser.get("/programs/manage/cafe-de-pomme/dates")).text


async def test_a_warning_says_who_was_asked_because_of_it(town: Stage) -> None:
    town.clock.now = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # Tuesday 7:30 in Japan, before the café
    keeper = await signed_in(town, "coordinator")
    silent = await keeper.post(f"{TOWN}/weather", data={"kind": "snow"})
    assert "いま聞く決まりのあるプログラムはありません" in (await keeper.get(silent.headers["location"])).text
    rule = {"kind": "heavy_rain", "decides_at": "07:00", "calls_off": "day"}
    await keeper.post("/programs/manage/cafe-de-pomme/weather", data=rule)
    town.clock.now = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)  # out since half past six
    await keeper.post(f"{TOWN}/weather", data={"kind": "heavy_rain"})
    town.clock.now = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    out = await keeper.post(f"{TOWN}/weather", data={"kind": "heavy_rain"})
    assert "1つの団体に聞きました" in (await keeper.get(out.headers["location"])).text
    assert "聞きました" not in (await keeper.get(f"{TOWN}/weather")).text


def named(page: str, field: str) -> str:
    """One group of choices of a page."""
    return page.split(f'<fieldset class="field" id="{field}"')[1].split("</fieldset>")[0]
