"""What organisers see, prepared: a link, people who registered, a sweep and a warning, in Nankoku."""

from datetime import timedelta
from typing import NamedTuple

from shared.clock import local_date
from tests.flows.stage import Stage
from tests.nakatosa import Nakatosa
from tests.services.people import anybody, signed_in

TICKETS = ("g" * 43, "h" * 43)


class Organised(NamedTuple):
    """Addresses by name."""

    link: str
    ticket: str
    session: str
    change: str


async def organise(town: Nakatosa) -> Organised:
    """Two families registered for the café; the gathering was called off; a rain warning is out."""
    stage = Stage(town.app, town.clock)
    keeper, organiser = await signed_in(stage, "coordinator"), await signed_in(stage, "organiser")
    made = await keeper.post("/programs/api/organisers/morito/links", json={"name": "受付"})
    rules = {
        "scope": "program",
        "capacity": "3",
        "is_open": "true",
        "has_waiting_list": "true",
        "asks_allergies": "true",
    }
    for program in ("cafe-de-pomme", "elderly-gathering", "study-support"):
        await organiser.post(f"/programs/manage/{program}/registration", data={**rules, "answer_hours": "24"})
    async with anybody(stage) as client:
        for ticket, names in zip(TICKETS, (["山田 花子", "山田 次郎"], ["佐藤 太郎"]), strict=True):
            form = {"ticket": ticket, "names": names, "phone": "088-000-0000", "watch_for": "えび"}
            await client.post("/programs/cafe-de-pomme/register", data=form)
        form = {"ticket": "e" * 43, "names": ["鈴木 一郎"], "phone": "088-000-0001"}
        await client.post("/programs/elderly-gathering/register", data=form)
        week = (await client.get("/programs/api/week?town=39204")).json()
    today = local_date(stage.clock())
    sessions = [each for day in week for each in day["sessions"]]
    cafe = next(each["id"] for each in sessions if each["program_id"] == "cafe-de-pomme")
    sweep = {
        "first_day": str(today), "last_day": str(today + timedelta(days=7)), "kinds": "gathering", "reason": "typhoon",
        "confirmed": "yes",
    }  # fmt: skip
    swept = await organiser.post("/programs/manage/sweep", data=sweep)
    await keeper.post("/programs/manage/town/weather", data={"kind": "heavy_rain"})
    rule = {"kind": "heavy_rain", "decides_at": "07:00", "calls_off": "morning"}
    await organiser.post("/programs/manage/cafe-de-pomme/weather", data=rule)
    await stage.settle()
    link = str(made.json()["url"]).removeprefix("http://town.test")
    return Organised(link, f"/programs/tickets/{TICKETS[0]}", cafe, swept.headers["location"])
