"""2,000 people want 30 places in a minute, and the service is killed meanwhile: none sold twice, nobody overtaken."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import httpx

from tests.proof.prove.house import House, answers
from tests.proof.prove.report import Row
from tests.proof.prove.stores import stores

PROGRAM, PLACES, DESKS = "cafe-de-pomme", 30, 24
RULES = {"scope": "program", "capacity": PLACES, "has_waiting_list": True, "is_open": True}
WITHDRAWN = 5


@dataclass(frozen=True)
class Rush:
    """How many want a place, how often the service is killed meanwhile, and how long it may take, in seconds."""

    people: int
    kills: int
    seconds: float


FULL, SHORT = Rush(2000, 6, 60), Rush(300, 1, 60)


async def rush(here: Path, seed: int, size: Rush, *, kind: str = "sqlite") -> list[Row]:
    """Everybody registers at once from several desks, again and again until each has an answer."""
    with stores(kind, here / "data") as kept:
        house = House(here, only=("programs",), told={"YUI_REGISTRATIONS_AN_HOUR": "1000000"}, stores=kept)
        return await _rush(house, seed, size)


async def _rush(house: House, seed: int, size: Rush) -> list[Row]:
    await house.open()
    try:
        headers = (await house.sign_in("organiser"))["organiser"]
        async with httpx.AsyncClient(base_url=house.url("programs"), timeout=10) as client:
            put = await client.put(f"/programs/api/programs/{PROGRAM}/registration", json=RULES, headers=headers)
            assert put.status_code == 200, put.text
            began = monotonic()
            tickets = iter(range(size.people))
            async with asyncio.TaskGroup() as group:
                for _ in range(DESKS):
                    group.create_task(_desk(client, tickets))
                group.create_task(_kill(house, size, seed))
            took = monotonic() - began
            rows = _judge(house, size, took, seed)
            await _withdraw(client)
        return [*rows, *_judge_line(house, seed)]
    finally:
        await house.close()


async def _desk(client: httpx.AsyncClient, tickets: Iterator[int]) -> None:
    for number in tickets:
        form = {"ticket": ticket(number), "names": ["参加者"], "phone": "088-000-0000"}
        while not await _sent(client, f"/programs/api/programs/{PROGRAM}/registrations", form):  # noqa: ASYNC110  # another process
            await asyncio.sleep(0.05)


def ticket(number: int) -> str:
    return f"{number:0>43}"


async def _sent(client: httpx.AsyncClient, path: str, form: object = None) -> bool:
    """Whether the service answered; a desk whose request was cut off sends the very same once more."""
    try:
        answer = await client.post(path, json=form)
    except httpx.TransportError:
        return False
    assert answer.status_code < 400 or answer.status_code >= 500, answer.text
    return answer.status_code < 400


async def _kill(house: House, size: Rush, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  # a schedule, no secret
    async with httpx.AsyncClient(timeout=5) as client:
        for _ in range(size.kills):
            await asyncio.sleep(dice.uniform(1.0, 3.0))
            house.kill("programs")
            while not await answers(client, f"{house.url('programs')}/programs/health/live"):  # noqa: ASYNC110  # another process
                await asyncio.sleep(0.1)


async def _withdraw(client: httpx.AsyncClient) -> None:
    with_place = 0
    for number in range(10**6):
        if with_place == WITHDRAWN:
            return
        secret = ticket(number)
        page = await client.get(f"/programs/tickets/{secret}", headers={"accept-language": "ja"})
        if "席があります" in page.text:
            answer = await client.post(f"/programs/tickets/{secret}/withdraw")
            assert answer.status_code == 303, answer.text
            with_place += 1


def _judge(house: House, size: Rush, took: float, seed: int) -> list[Row]:
    found = _registrations(house)
    held = [no for no, status in found if status == "confirmed"]
    return [
        Row("registrations lost", size.people - len(found), "= 0", len(found) == size.people, seed),
        Row("numbers given twice", len(found) - len({no for no, _ in found}), "= 0", len({*found}) == len(found), seed),
        Row("places oversold", max(0, len(held) - PLACES), "= 0", len(held) == min(PLACES, size.people), seed),
        Row("overtaken", sum(no > PLACES for no in held), "= 0", held == list(range(1, len(held) + 1)), seed),
        Row.at_most("seconds for all", took, size.seconds, seed),
    ]


def _judge_line(house: House, seed: int) -> list[Row]:
    """Whoever waited longest was offered the places that became free."""
    offered = [no for no, status in _registrations(house) if status == "offered"]
    expected = list(range(PLACES + 1, PLACES + 1 + WITHDRAWN))
    return [Row("offered out of turn", len(set(offered) ^ set(expected)), "= 0", offered == expected, seed)]


def _registrations(house: House) -> list[tuple[int, str]]:
    rows = house.read("programs", "SELECT no, status FROM registrations ORDER BY no")
    return [(int(str(no)), str(status)) for no, status in rows]
