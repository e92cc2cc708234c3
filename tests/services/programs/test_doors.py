"""What residents, organisers and calendars get over HTTP."""

import pytest

from tests.flows.stage import Stage
from tests.services.people import anybody, signed_in


async def first_of(town: Stage, program_id: str) -> str:
    async with anybody(town) as client:
        week = (await client.get("/programs/api/week")).json()
    return str(next(each["id"] for day in week for each in day["sessions"] if each["program_id"] == program_id))


async def test_a_resident_reads_the_week_without_cookie_or_login(town: Stage) -> None:
    async with anybody(town) as client:
        page = await client.get("/programs?town=39204")
    assert (page.status_code, "set-cookie" in page.headers, len(page.content) < 50_000) == (200, False, True)
    text = page.text
    order = [
        "23日(月)",
        "勤労感謝の日",
        "24日(火)",
        "カフェ･ド･ポム",
        "25日(水)",
        "独居高齢者の集い",
        "28日(土)",
    ]
    assert sorted(order, key=text.index) == order
    assert text.count("時間は後日") == 2


async def test_the_week_of_an_unknown_town_or_program_is_not_found(town: Stage) -> None:
    async with anybody(town) as client:
        paths = ["/programs?town=99999", "/programs/unheard-of", "/programs/feeds/unheard-of.ics"]
        assert [(await client.get(path)).status_code for path in paths] == [404, 404, 404]


async def test_only_who_runs_it_may_post_or_call_off(town: Stage) -> None:
    session = await first_of(town, "cafe-de-pomme")
    path, body = f"/programs/api/sessions/{session}/cancel", {"reason": "typhoon"}
    async with anybody(town) as client:
        assert (await client.post(path, json=body)).status_code == 401
    nurse = await signed_in(town, "promoter-d")
    assert (await nurse.post(path, json=body)).status_code == 403
    other_town = await signed_in(town, "admin")
    assert (await other_town.post(path, json=body)).status_code == 404
    organiser = await signed_in(town, "organiser")
    assert (await organiser.post(path, json={"reason": "boredom"})).status_code == 422
    assert (await organiser.post(path, json=body)).json()["reason"] == "typhoon"


async def test_called_off_is_said_in_words_with_the_next_day(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    session = await first_of(town, "elderly-gathering")
    await organiser.post(f"/programs/api/sessions/{session}/cancel", json={"reason": "heavy_rain"})
    async with anybody(town) as client:
        text = (await client.get("/programs")).text
    for words in ("【中止】", "大雨のため", "27日(金)は あります"):
        assert words in text


async def test_the_usual_week_needs_one_press(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    page = await organiser.get("/programs/mine?program=study-support")
    chosen = [part.split('"')[0] for part in page.text.split('name="sessions" value="')[1:]]
    assert page.text.count("checked") == len(chosen) == 2
    form = {"sessions": chosen, "note": "九九をします", "start": "10:00", "end": "12:00"}
    answer = await organiser.post("/programs/mine?program=study-support", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/programs/mine?program=study-support&done=posted")
    async with anybody(town) as client:
        week = (await client.get("/programs/api/week")).json()
    posted = [each for day in week for each in day["sessions"] if each["is_posted"]]
    assert [(each["held_on"], each["note"], each["starts_at"]) for each in posted] == [
        ("2026-11-28", "九九をします", "2026-11-28T01:00:00Z"),
        ("2026-11-29", "九九をします", "2026-11-29T01:00:00Z"),
    ]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"note": "x"}, "ひとつ以上選んでください"),
        ({"sessions": ["none"], "note": "y" * 201}, "もう少し短くしてください"),
        ({"sessions": ["none"], "note": "z"}, "その開催は見つかりません"),
    ],
)
async def test_a_form_that_is_wrong_comes_back_with_what_was_typed(
    town: Stage, form: dict[str, str | list[str]], sentence: str
) -> None:
    organiser = await signed_in(town, "organiser")
    answer = await organiser.post("/programs/mine?program=study-support", data=form)
    assert (answer.status_code, sentence in answer.text, str(form["note"]) in answer.text) == (422, True, True)


async def test_a_feed_answers_as_calendars_need(town: Stage) -> None:
    async with anybody(town) as client:
        feed = await client.get("/programs/feeds/cafe-de-pomme.ics", headers={"accept-encoding": "gzip"})
        again = await client.get("/programs/feeds/cafe-de-pomme.ics", headers={"if-none-match": feed.headers["etag"]})
        head = await client.head("/programs/feeds/town-39204.ics")
    wanted = {
        "content-type": "text/calendar; charset=utf-8", "cache-control": "private", "content-disposition": "inline",
        "x-robots-tag": "noindex, nofollow, noarchive", "referrer-policy": "no-referrer",
    }  # fmt: skip
    assert {name: feed.headers.get(name) for name in wanted} == wanted
    assert {"set-cookie", "content-encoding", "location"} & set(feed.headers) == set()
    assert (feed.status_code, again.status_code, again.content, head.status_code) == (200, 304, b"", 200)
