"""Small things on the pages: ways back that a thumb can hit, words that fit the town, boxes that ask what is meant."""

import pytest

from services.programs.words import whole
from shared.ui.render import Town
from tests.flows.stage import Stage
from tests.services.people import anybody, signed_in


@pytest.mark.parametrize(
    "path", ["/programs/ideas?town=39204", "/programs/open-data?town=39204", "/programs/cafe-de-pomme"]
)
async def test_the_way_back_to_the_week_is_a_button(town: Stage, path: str) -> None:
    async with anybody(town) as client:
        page = (await client.get(path)).text
    assert '<a class="button quiet" href="/programs?town=39204">今週の予定にもどる</a>' in page


async def test_telephone_numbers_are_large_enough_to_tap(town: Stage) -> None:
    async with anybody(town) as client:
        page = (await client.get("/programs/ideas?town=39204")).text
    links = [part.split(">")[0] for part in page.split("<a ") if 'href="tel:' in part.split(">")[0]]
    assert (len(links) > 0, [link for link in links if "button" not in link]) == (True, [])


async def test_quiet_checks_lead_back(town: Stage) -> None:
    page = (await (await signed_in(town, "coordinator")).get("/programs/manage/town/checks")).text
    assert '<a class="button quiet" href="/programs/manage">もどる</a>' in page


async def test_without_a_list_the_tick_list_asks_how_many_came(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    week = (await organiser.get("/programs/api/week?town=39204")).json()
    session = next(each["id"] for day in week for each in day["sessions"])
    page = (await organiser.get(f"/programs/mine/sessions/{session}/attendance")).text
    assert ("来た人の数" in page, "名簿のほかに" in page) == (True, False)


async def test_a_city_is_called_a_city(town: Stage) -> None:
    page = (await (await signed_in(town, "coordinator")).get("/programs/kizuki")).text
    assert ("市全体" in page, "町全体" in page) == (True, False)
    assert whole(Town("中土佐町", "Nakatosa"))[0] == "町全体"
    assert whole(Town("北川村", "Kitagawa"))[0] == "村全体"
