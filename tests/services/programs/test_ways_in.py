"""Whoever may look after programs finds the way there: link by link from the first page, no address typed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.flows.stage import Stage
from tests.services.people import Person, signed_in
from tests.test_doors import routes

BY_DATE = {"first_day": "2026-11-24", "last_day": "2026-11-27", "reason": "typhoon", "does": "cancel", "part": "day"}


def manage_pages(town: Stage) -> Iterator[str]:
    """The address patterns of every page of the manage area, and the desk."""
    for method, path, _ in routes(town.town.services["programs"]):
        if method == "GET" and path.startswith(("/programs/manage", "/programs/mine")):
            yield re.sub(r"\{\w+\}", "[^/]+", path)


async def reached_by(person: Person) -> dict[str, int]:
    """Every address of programs' pages that links lead to from the first page, and how it answered."""
    waiting, answers = ["/"], {}
    while waiting:
        address = waiting.pop()
        if address in answers:
            continue
        answer = await person.get(address)
        answers[address] = answer.status_code
        if answer.headers["content-type"].startswith("text/html"):
            found = re.findall(r'href="(/programs(?:/(?:manage|mine)[^"#]*)?)"', answer.text)
            waiting += [each.replace("&amp;", "&") for each in found]
    return answers


@pytest.mark.parametrize("login", ["coordinator", "organiser", "admin"])
async def test_links_lead_from_the_first_page_to_programs_manage_area(town: Stage, login: str) -> None:
    person = await signed_in(town, login)
    for href in ("/programs/mine", "/programs/manage", "/programs/manage/sweep"):
        assert f'href="{href}"' in (await person.get("/")).text
        assert f'href="{href}"' in (await person.get("/programs")).text
    answers = await reached_by(person)
    assert set(answers.values()) == {200}


async def test_the_coordinator_reaches_every_page_of_it(town: Stage) -> None:
    town.clock.now = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # the café has begun: its attendance can be noted
    keeper = await signed_in(town, "coordinator")
    swept = await keeper.post("/programs/manage/sweep", data={**BY_DATE, "confirmed": "yes"})
    assert "/changes/" in swept.headers["location"]
    places = [address.split("?")[0] for address in await reached_by(keeper)]
    pages = list(manage_pages(town))
    assert len(pages) > 20
    missing = [each for each in pages if not any(re.fullmatch(each, place) for place in places)]
    assert missing == []


@pytest.mark.parametrize("login", ["promoter-a", "houkatsu", "ops", "prefecture"])
async def test_others_are_not_led_to_doors_that_stay_shut(town: Stage, login: str) -> None:
    person = await signed_in(town, login)
    for page in ("/", "/programs"):
        assert not re.search(r'href="/programs/(manage|mine)', (await person.get(page)).text)
