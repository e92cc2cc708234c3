"""The attendance list over HTTP, as it works without a script."""

from tests.flows.stage import Stage
from tests.services.people import anybody, signed_in
from tests.services.programs.test_desk import link_for
from tests.services.programs.test_doors import first_of


async def test_a_list_that_cant_be_read_comes_back_as_it_was_marked(town: Stage) -> None:
    session, organiser = await first_of(town, "cafe-de-pomme"), await signed_in(town, "organiser")
    path = f"/programs/mine/sessions/{session}/attendance"
    refused = await organiser.post(path, data={"walk_ins": "-3"})
    assert (refused.status_code, refused.headers["cache-control"]) == (422, "no-store")
    assert ["つけられませんでした" in refused.text, 'value="-3"' in refused.text] == [True, True]
    noted = await organiser.post(path, data={"walk_ins": "3"})
    assert noted.headers["location"] == f"{path}?done=marked&skipped=0"
    assert 'value="3"' in (await organiser.get(path)).text


async def test_whoever_comes_too_often_is_told_when_to_come_again(town: Stage) -> None:
    link = await link_for(town)
    async with anybody(town) as client:
        answers = [await client.get(link) for _ in range(31)]
    assert (answers[29].status_code, answers[30].status_code, answers[30].headers["retry-after"]) == (200, 429, "60")
