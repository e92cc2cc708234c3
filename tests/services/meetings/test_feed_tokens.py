"""Subscriptions as their holders handle them: replaced with an overlap, ended at once, gone with the role."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from shared.auth import Grant, Role, add_account
from shared.db.core import execute
from tests.flows.stage import Stage, memory_stage
from tests.services.people import Person, anybody, signed_in

API = "/meetings/api/feeds"
ENDED = "この購読URLは無効です"


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Stage]:
    async with memory_stage(tmp_path) as made:
        yield made


@pytest.fixture
async def nurse(town: Stage) -> Person:
    return await signed_in(town, "promoter-d")


async def made(person: Person, **form: str) -> tuple[str, str]:
    """Path and reference of a new subscription."""
    answer = await person.post(API, json=form or {"scope": "personal", "name": "携帯"})
    assert answer.status_code == 201, answer.text
    return httpx.URL(answer.json()["url"]).path, answer.json()["reference"]


async def test_the_secret_stands_nowhere_but_in_the_answer(town: Stage, nurse: Person) -> None:
    path, reference = await made(nurse)
    secret = path.rpartition("/")[2].removesuffix(".ics")
    listed = await nurse.get(API)
    assert secret not in listed.text
    assert [(row["reference"], row["name"], row["is_alive"]) for row in listed.json()] == [(reference, "携帯", True)]
    async with town.apps["meetings"].state.db.reading() as tx:
        assert secret not in str((await execute(tx, text("SELECT * FROM feed_tokens"))).all())


async def test_a_revoked_address_ends_at_once(town: Stage, nurse: Person) -> None:
    path, reference = await made(nurse)
    client = anybody(town)
    assert ENDED not in (await client.get(path)).text
    assert [(await nurse.post(f"{API}/{reference}/revoke")).status_code for _ in range(2)] == [204, 204]
    assert ENDED in (await client.get(path)).text
    later(town, days=31)
    assert (await client.get(path)).status_code == 410


async def test_a_replaced_address_works_for_a_week_more(town: Stage, nurse: Person) -> None:
    path, reference = await made(nurse)
    client = anybody(town)
    await client.get(path)
    answer = await nurse.post(f"{API}/{reference}/rotate")
    assert answer.status_code == 201
    new_path = httpx.URL(answer.json()["url"]).path
    old, new = await client.get(path), await client.get(new_path)
    assert "このカレンダーの購読は11月30日(月)までです" in old.text.replace("\r\n ", "")
    assert old.text.count("DTSTART;TZID") == new.text.count("DTSTART;TZID") > 10
    again = await nurse.post(f"{API}/{reference}/rotate")
    assert (again.status_code, again.json()["code"]) == (409, "already_replaced")
    later(town, days=7, seconds=1)
    assert (ENDED in (await client.get(path)).text, ENDED in (await client.get(new_path)).text) == (True, False)


async def test_a_year_later_it_ends_and_says_so_thirty_days_before(town: Stage, nurse: Person) -> None:
    path, _reference = await made(nurse)
    text_of = (await anybody(town).get(path)).text.replace("\r\n ", "")
    assert "SUMMARY:このカレンダーの購読は11月23日(火)までです" in text_of
    assert "DTSTART;VALUE=DATE:20271024" in text_of
    later(town, days=365)
    assert ENDED in (await anybody(town).get(path)).text


async def test_somebody_elses_subscription_is_not_there(town: Stage, nurse: Person) -> None:
    _path, reference = await made(nurse)
    other = await signed_in(town, "promoter-a")
    for door in ("rotate", "revoke"):
        assert (await other.post(f"{API}/{reference}/{door}")).json()["code"] == "no_such_feed"
    assert (await other.get(API)).json() == []


async def test_a_subscription_ends_with_its_holders_role(town: Stage, nurse: Person) -> None:
    both, _ = await made(nurse)
    post, _ = await made(nurse, scope="post", key="D")
    client = anybody(town)
    before = [(await client.get(path)).text for path in (both, post)]
    await move_on(town, [Grant(role=Role.AGENCY_STAFF, municipality="39401", agency="health-welfare")])
    after = [(await client.get(path)).text for path in (both, post)]
    assert ("コア会議" in before[0], "コア会議" in after[0], ENDED in after[0]) == (True, False, False)
    assert ENDED in after[1]
    await move_on(town, [Grant(role=Role.AGENCY_STAFF, municipality="39204", agency="health-welfare")])
    assert [ENDED in (await client.get(path)).text for path in (both, post)] == [True, True]


def later(town: Stage, **by: float) -> None:
    """The town's clock is turned, the door's own goes on: it would look again within a second."""
    town.clock.turn(**by)
    town.apps["meetings"].state.copies.forget()


async def move_on(town: Stage, grants: list[Grant]) -> None:
    """The personnel move of 1 April, and a second later."""
    async with town.town.front.state.db.transaction() as tx:
        await add_account(tx, "promoter-d", "統括保健師", "another-password", grants)
    later(town, seconds=1)


async def test_nobody_gathers_addresses_without_end(nurse: Person) -> None:
    for _ in range(20):
        await made(nurse)
    refused = await nurse.post(API, json={"scope": "personal"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_feeds")
