"""What the header and the first page offer can be opened by whom it is offered to."""

import re

import pytest

from tests.flows.stage import Stage
from tests.services.people import signed_in

EVERY_ROLE = ("admin", "ops", "promoter-a", "health", "organiser", "coordinator", "prefecture")
LINK = re.compile(r'<a href="(/[a-z/]*)"')


@pytest.mark.parametrize("login", EVERY_ROLE)
async def test_every_link_of_the_first_page_opens(town: Stage, login: str) -> None:
    person = await signed_in(town, login)
    links = set(LINK.findall((await person.get("/")).text))
    assert {"/", "/programs"} <= links
    answers = {link: (await person.get(link)).status_code for link in links}
    assert set(answers.values()) == {200}, answers


async def test_an_administrator_of_no_agency_is_not_sent_to_the_cases(town: Stage) -> None:
    admin = await signed_in(town, "admin")
    assert 'href="/intake"' not in (await admin.get("/")).text
    assert (await admin.get("/intake")).status_code == 403
