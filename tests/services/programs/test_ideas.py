"""新しいことを始めたい: what a resident with an idea finds without signing in."""

import re

import pytest

from tests.flows.stage import Stage
from tests.services.people import anybody, signed_in

IDEAS = "/programs/ideas?town=39204"


async def page(town: Stage, query: str = "") -> str:
    async with anybody(town) as client:
        answer = await client.get(IDEAS + query)
    assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
    return answer.text


def rooms(text: str) -> list[str]:
    return re.findall(r"<h3[^>]*>([^<]+)</h3>", text)


async def test_venues_with_their_free_spans_and_whom_to_call(town: Stage) -> None:
    text = await page(town, "&weekday=2&minutes=120")
    assert rooms(text) == ["モリトハウス", "本町ふれあいセンター"]
    assert "水曜 9:00–14:00" in text  # the gathering is there from two to six
    assert "水曜 18:00–21:00" in text
    assert 'href="tel:088-000-0003"' in text
    assert 'href="tel:088-000-0002"' in text


async def test_a_length_that_fits_nowhere_is_said_in_words(town: Stage) -> None:
    text = await page(town, "&weekday=6&minutes=720")
    assert (rooms(text), "見つかりませんでした" in text) == ([], True)


async def test_a_day_that_is_taken_is_not_offered(town: Stage) -> None:
    before = await page(town, "&weekday=2&minutes=120")
    organiser = await signed_in(town, "organiser")
    date = {"held_on": "2026-11-25", "start": "10:00", "end": "12:00", "venue": "honmachi-center"}
    answer = await organiser.post("/programs/manage/cafe-de-pomme/dates", data=date)
    assert answer.status_code == 303
    after = await page(town, "&weekday=2&minutes=120")
    assert (before.count("11月25日"), after.count("11月25日")) == (3, 2)


async def test_a_holiday_is_marked(town: Stage) -> None:
    assert "11月23日(月)（祝日）" in await page(town, "&weekday=0")


@pytest.mark.parametrize("query", ["&weekday=7", "&weekday=x", "&minutes=5", "&minutes=9999", "&minutes=an+hour"])
async def test_what_no_form_sends_is_refused(town: Stage, query: str) -> None:
    async with anybody(town) as client:
        assert (await client.get(IDEAS + query)).status_code == 422
        assert (await client.get("/programs/ideas?town=99999")).status_code == 404


async def test_the_board_and_the_desk_lead_there(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    assert "/programs/ideas" in (await organiser.get("/programs/manage")).text
    assert "/programs/ideas?town=39204" in (await organiser.get("/programs?town=39204")).text
