"""今週を出す by a link: no account, only the organiser's own programs, ended at once."""

import re
from datetime import UTC, date, datetime

from shared.tokens import fingerprint
from tests.flows.stage import Stage
from tests.services.people import anybody, signed_in
from tests.services.programs.photos import jpeg


async def link_for(town: Stage, organiser: str = "morito") -> str:
    """The path of a new link."""
    coordinator = await signed_in(town, "coordinator")
    answer = await coordinator.post(f"/programs/api/organisers/{organiser}/links", json={"name": "当番の電話"})
    assert answer.status_code == 201
    return str(answer.json()["url"]).removeprefix("http://town.test")


def chosen(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="sessions" value="')[1:]]


async def test_a_link_opens_the_organisers_own_programs_and_no_others(town: Stage) -> None:
    link = await link_for(town)
    async with anybody(town) as client:
        page = await client.get(link)
        assert "カフェ･ド･ポム" in page.text
        assert "独居高齢者の集い" not in page.text
        assert {page.headers["cache-control"], page.headers["referrer-policy"]} == {"no-store", "no-referrer"}
        assert "set-cookie" not in page.headers
        assert (await client.get(f"{link}?program=elderly-gathering")).status_code == 404
        assert (await client.get(link[:-3] + "abc")).status_code == 404


async def test_the_week_is_posted_called_off_and_taken_back_by_link(town: Stage) -> None:
    link = await link_for(town)
    async with anybody(town) as client:
        page = (await client.get(f"{link}?program=cafe-de-pomme")).text
        sessions, once = chosen(page), page.split('name="once" value="')[1].split('"')[0]
        form = {"sessions": sessions, "note": "新しいケーキ", "venue": "morito-house", "once": once}
        answer = await client.post(f"{link}?program=cafe-de-pomme", data=form)
        assert (answer.status_code, answer.headers["location"].endswith("done=posted")) == (303, True)
        assert "新しいケーキ" in (await client.get("/programs?town=39204")).text
        off = await client.post(f"{link}/sessions/{sessions[0]}/cancel")
        back = (await client.get(off.headers["location"])).text
        assert "【中止】" in (await client.get("/programs?town=39204")).text
        undo = back.split(f"{link}/undo/")[1].split('"')[0]
        assert (await client.post(f"{link}/undo/{undo}")).status_code == 303
        assert "【中止】" not in (await client.get("/programs?town=39204")).text


async def test_a_link_that_was_ended_opens_nothing(town: Stage) -> None:
    link = await link_for(town)
    coordinator = await signed_in(town, "coordinator")
    reference = fingerprint(link.rpartition("/")[2])[:16]
    gone = await coordinator.delete(f"/programs/api/organisers/morito/links/{reference}")
    assert gone.status_code == 204
    async with anybody(town) as client:
        assert (await client.get(link)).status_code == 404


async def test_a_venue_that_is_taken_is_said_and_may_be_insisted_on(town: Stage) -> None:
    town.clock.now = datetime(2026, 11, 25, 0, tzinfo=UTC)
    link = await link_for(town, "nankoku-shakyo")
    coordinator = await signed_in(town, "coordinator")
    week = (await coordinator.get("/programs/api/week?town=39204")).json()
    friday = next(each for day in week for each in day["sessions"] if each["held_on"] == str(date(2026, 11, 27)))
    extra = {"held_on": "2026-11-27", "start": "15:00", "end": "16:00", "venue": "honmachi-center", "note": "体験"}
    assert (await coordinator.post("/programs/api/programs/cafe-de-pomme/sessions", json=extra)).status_code == 201
    form = {"sessions": [friday["id"]], "note": "夕食"}
    async with anybody(town) as client:
        refused = await client.post(f"{link}?program=elderly-gathering", data=form)
        assert refused.status_code == 422
        assert [words in refused.text for words in ("「カフェ･ド･ポム」があります", "夕食")] == [True, True]
        insisted = await client.post(f"{link}?program=elderly-gathering", data={**form, "despite": "true"})
        assert insisted.status_code == 303


async def test_what_is_corrected_on_the_same_page_counts(town: Stage) -> None:
    link = await link_for(town)
    async with anybody(town) as client:
        page = (await client.get(f"{link}?program=cafe-de-pomme")).text
        form = {"sessions": chosen(page), "once": page.split('name="once" value="')[1].split('"')[0]}
        for note in ("あまいもの", "新しいケーキ", "あまいもの"):  # the last came back late from a phone
            await client.post(f"{link}?program=cafe-de-pomme", data={**form, "note": note})
        assert "新しいケーキ" in (await client.get("/programs?town=39204")).text


async def test_a_rule_s_own_reason_is_nobody_s_to_give(town: Stage) -> None:
    link = await link_for(town)
    async with anybody(town) as client:
        session = chosen((await client.get(f"{link}?program=cafe-de-pomme")).text)[0]
        for reason in ("changed", "closed_day"):
            refused = await client.post(f"{link}/sessions/{session}/cancel", data={"reason": reason})
            assert refused.status_code == 422
        assert "【中止】" not in (await client.get("/programs?town=39204")).text


async def test_a_desk_without_programs_shows_the_way_to_the_first(town: Stage) -> None:
    admin = await signed_in(town, "admin")
    empty = await admin.get("/programs/mine")
    assert (empty.status_code, 'href="/programs/manage/new"' in empty.text) == (200, True)
    assert (await admin.get("/programs/mine?program=cafe-de-pomme")).status_code == 404


async def test_the_program_that_is_next_is_chosen_and_many_fold_into_a_list(town: Stage) -> None:
    town.clock.now = datetime(2026, 11, 24, 22, tzinfo=UTC)  # Wednesday morning: the gathering is next, not the café
    organiser = await signed_in(town, "organiser")
    assert "<h2>独居高齢者の集い</h2>" in (await organiser.get("/programs/mine")).text
    page = (await organiser.get("/programs/mine?program=cafe-de-pomme")).text
    assert ('<nav class="tabs"' in page, '<option value="cafe-de-pomme" selected>' in page) == (False, True)
    async with anybody(town) as client:
        few = (await client.get(await link_for(town))).text
    assert ('<nav class="tabs"' in few, 'id="program"' in few) == (True, False)


async def test_what_can_be_taken_back_is_named_and_stands_where_it_belongs(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    cafe, gathering = "/programs/mine?program=cafe-de-pomme", "/programs/mine?program=elderly-gathering"
    session = chosen((await organiser.get(cafe)).text)[0]
    off = await organiser.post(f"/programs/mine/sessions/{session}/cancel", data={"reason": "snow"})
    assert "カフェ･ド･ポムの『中止』を元に戻す" in (await organiser.get(off.headers["location"])).text
    assert "元に戻す" not in (await organiser.get(gathering)).text
    await organiser.post(f"/programs/mine/sessions/{session}/reopen")
    assert "カフェ･ド･ポムの『中止の取り消し』を元に戻す" in (await organiser.get(cafe)).text
    sweep = {"first_day": "2026-11-24", "last_day": "2026-11-24", "reason": "typhoon", "does": "cancel"}
    await organiser.post("/programs/manage/sweep", data={**sweep, "confirmed": "yes"})
    for desk in (cafe, gathering):
        assert re.search(r"まとめて\d+件の『中止』を元に戻す", (await organiser.get(desk)).text)


async def test_after_a_photo_was_removed_nothing_else_is_offered_to_be_taken_back(town: Stage) -> None:
    organiser, desk = await signed_in(town, "organiser"), "/programs/mine?program=cafe-de-pomme"
    page = (await organiser.get(desk)).text
    form = {"sessions": chosen(page), "once": page.split('name="once" value="')[1].split('"')[0]}
    posted = await organiser.post(desk, data=form, files={"photo": ("a.jpg", jpeg(), "image/jpeg")})
    assert "カフェ･ド･ポムの『出す』を元に戻す" in (await organiser.get(posted.headers["location"])).text
    gone = await organiser.post(f"/programs/mine/sessions/{chosen(page)[0]}/photo/remove")
    after = (await organiser.get(gone.headers["location"])).text
    assert ("写真を消しました" in after, "元に戻す" in after) == (True, False)
