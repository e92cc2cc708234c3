"""Forms that make something new: a double tap makes it once, another filling-in of the same page makes a second."""

import re
from datetime import date
from urllib.parse import urlencode

import pytest
from sqlmodel import col, func, select

from services.programs.models import Organiser, Program, Series, Session, Venue
from tests.flows.stage import Stage
from tests.services.people import signed_in
from tests.services.programs.test_manage_pages import PROGRAM, TIME, TOWN

NEW = [
    ("/programs/manage/new", PROGRAM, Program),
    (f"{TOWN}/venues/new", {"name": "公民館", "address": "南国市", "opens-0": "09:00", "closes-0": "17:00"}, Venue),
    (f"{TOWN}/organisers", {"name": "折り紙の会"}, Organiser),
    ("/programs/manage/cafe-de-pomme/dates", {"held_on": "2026-11-29", "start": "09:00", "end": "11:00"}, Session),
]


async def rows(town: Stage, model: type) -> int:
    async with town.apps["programs"].state.db.reading() as tx:
        return int((await tx.exec(select(func.count()).select_from(model))).one())


def key_of(page: str) -> str:
    return str(re.findall(r'name="once" value="([^"]+)"', page)[-1])


@pytest.mark.parametrize(("place", "form", "model"), NEW)
async def test_a_double_tap_makes_one(town: Stage, place: str, form: dict[str, str], model: type) -> None:
    keeper, before = await signed_in(town, "coordinator"), await rows(town, model)
    sent = {**form, "once": key_of((await keeper.get(place)).text)}
    assert [(await keeper.post(place, data=sent)).status_code for _ in range(2)] == [303, 303]
    assert await rows(town, model) == before + 1
    assert (await keeper.post(place, data={**sent, "once": "x" * 99})).status_code == 422


@pytest.mark.parametrize(("place", "form", "model"), NEW[:3])
async def test_going_back_and_filling_in_something_else_makes_another(
    town: Stage, place: str, form: dict[str, str], model: type
) -> None:
    keeper, before = await signed_in(town, "coordinator"), await rows(town, model)
    once = key_of((await keeper.get(place)).text)
    for name in ("", "折り紙の会", "将棋の会"):  # the first has a mistake in it: its key counts for nothing yet
        await keeper.post(place, data={**form, "name": name, "once": once})
    assert await rows(town, model) == before + 2


async def test_a_weekly_time_is_added_once_and_not_beside_itself(town: Stage) -> None:
    organiser, before = await signed_in(town, "organiser"), await rows(town, Series)
    place = "/programs/manage/cafe-de-pomme/times/new"
    for _ in range(2):
        assert (await organiser.post(place, data={**TIME, "confirmed": "yes"})).status_code == 303
    assert await rows(town, Series) == before + 1
    for other in ({}, {"confirmed": "yes", "last_day": "2027-03-31"}):
        refused = await organiser.post(place, data={**TIME, **other})
        assert (refused.status_code, "もう毎週の時間にあります" in refused.text) == (422, True)
    other_hours = await organiser.post(place, data={**TIME, "start": "15:00", "end": "16:00", "confirmed": "yes"})
    assert other_hours.status_code == 303


async def test_what_begins_later_does_so_once(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    form = {"first_day": "2026-11-25", "last_day": "2026-11-25", "does": "later", "minutes_later": "60"}
    form["reason"] = "heat"
    shown = (await organiser.get(f"/programs/manage/sweep?{urlencode(form)}")).text
    assert re.search(r">\d件を60分おそくする<", shown)
    sent = {**form, "once": re.findall(r'name="once" value="([^"]+)"', shown)[0], "confirmed": "yes"}
    starts = await _starts(town)
    for _ in range(2):
        assert (await organiser.post("/programs/manage/sweep", data=sent)).status_code == 303
    assert {later - at for at, later in zip(starts, await _starts(town), strict=True)} == {3600}


async def _starts(town: Stage) -> list[int]:
    async with town.apps["programs"].state.db.reading() as tx:
        that_day = Session.held_on == date(2026, 11, 25), col(Session.starts_at).is_not(None)
        rows = (await tx.exec(select(Session).where(*that_day).order_by(Session.id))).all()
    return [int(row.starts_at.timestamp()) for row in rows if row.starts_at]
