"""Registering over HTTP: on a tablet that stands in a hall, one family after the other."""

import httpx
import pytest

from tests.flows.stage import Stage
from tests.services.people import anybody, signed_in

FORM = "/programs/cafe-de-pomme/register"
FIRST = {"names": ["山田 花子", "山田 次郎"], "phone": "088-000-0000"}
SECOND = {"names": ["佐藤 太郎"], "phone": "088-000-0001"}


@pytest.fixture
async def opened(town: Stage) -> Stage:
    organiser = await signed_in(town, "organiser")
    rules = {"scope": "program", "is_open": "true", "answer_hours": "24"}
    await organiser.post("/programs/manage/cafe-de-pomme/registration", data=rules)
    return town


async def ticket_on(client: httpx.AsyncClient) -> str:
    page = await client.get(FORM)
    assert page.headers["cache-control"] == "no-store"
    return page.text.split('name="ticket" value="')[1].split('"')[0]


async def test_the_same_form_again_leads_to_the_same_page(opened: Stage) -> None:
    async with anybody(opened) as client:
        form = {"ticket": await ticket_on(client), **FIRST}
        first, again = [await client.post(FORM, data=form) for _ in range(2)]
        assert (first.status_code, again.status_code) == (303, 303)
        assert first.headers["location"] == again.headers["location"]


async def test_the_next_family_with_the_old_form_gets_a_form_of_their_own(opened: Stage) -> None:
    async with anybody(opened) as client:
        ticket = await ticket_on(client)
        first = await client.post(FORM, data={"ticket": ticket, **FIRST})
        refused = await client.post(FORM, data={"ticket": ticket, **SECOND})
        assert (refused.status_code, refused.headers["cache-control"]) == (409, "no-store")
        assert "この用紙は、もう送られています" in refused.text
        assert [words in refused.text for words in ("佐藤 太郎", "山田", ticket)] == [True, False, False]
        own = refused.text.split('name="ticket" value="')[1].split('"')[0]
        second = await client.post(FORM, data={"ticket": own, **SECOND})
        assert (second.status_code, second.headers["location"] != first.headers["location"]) == (303, True)


async def test_the_json_door_names_the_ticket(opened: Stage) -> None:
    door, ticket = "/programs/api/programs/cafe-de-pomme/registrations", "t" * 43
    async with anybody(opened) as client:
        made, again = [await client.post(door, json={"ticket": ticket, **FIRST}) for _ in range(2)]
        refused = await client.post(door, json={"ticket": ticket, **SECOND})
    assert (made.status_code, again.json()["id"]) == (201, made.json()["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "already_sent")
    assert refused.json()["errors"] == [{"field": "ticket", "code": "already_sent"}]
    assert made.json()["id"] not in refused.text
