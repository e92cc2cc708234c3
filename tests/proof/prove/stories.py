"""What clerks do, drawn from a seed: short stories of a few commands each, after which many facts travel."""

import random
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from shared.clock import TOKYO, utc_now
from tests.proof.prove.clerks import LOGINS, Desk

AGENCY, ASKED_AGENCY = "self-reliance", "houkatsu"
OTHER_AGENCIES = ("rights-centre", "disability-desk", "health-welfare", "four-corporations")
POVERTY = ("income", "debt", "food", "rent_loan")
OTHER_FIELDS = ("health", "long_term_care", "childcare", "withdrawal", "violence")
SITTING_DAYS_AHEAD = 90  # regular core sittings come sooner, so no line ever lands on one of ours

Story = Callable[[Desk], Awaitable[None]]
Teller = Callable[[Desk, str, random.Random], Awaitable[None]]


def stories(seed: int) -> Iterator[tuple[int, Story]]:
    """Endless, numbered; number n is the same in every run with this seed.

    Few cases stay on the core agenda, as in a town: a sitting has some twenty lines, not thousands.
    """
    chance = random.Random(f"stories {seed}")  # noqa: S311
    tellers: tuple[Teller, ...] = (plain, referred, withdrawn, standing, sitting)
    number = 0
    while True:
        [teller] = chance.choices(tellers, weights=(20, 32, 40, 0.5, 7))
        yield number, partial(_tell, teller, f"p{seed}-{number}")
        number += 1


async def _tell(teller: Teller, name: str, desk: Desk) -> None:
    await teller(desk, name, random.Random(name))  # noqa: S311


async def plain(desk: Desk, name: str, chance: random.Random) -> None:
    """Somebody comes twice with money troubles; one agency can carry it."""
    case = await _consult(desk, f"{name}-a", [chance.choice(POVERTY)])
    await _consult(desk, f"{name}-b", [chance.choice(POVERTY)], case_ref=case)


async def referred(desk: Desk, name: str, chance: random.Random) -> None:
    """One agency carries it, others are asked to help; one of them answers."""
    asked = [ASKED_AGENCY, *chance.sample(OTHER_AGENCIES, 2)]
    accepted = chance.random() < 0.7
    case = await _consult(desk, f"{name}-a", [chance.choice(POVERTY)])
    for number, agency in enumerate(asked):
        form = {"request_id": f"{name}-r{number}", "from_agency": AGENCY, "to_agency": agency}
        await desk.post(f"/intake/api/cases/{case}/referrals", form)
        desk.journal.referrals.append(f"{name}-r{number}")
    answer = {"accepted": accepted, "decline_reason": None if accepted else "no-room"}
    await desk.post(f"/intake/api/referrals/{name}-r0/answer", answer, login=LOGINS[1])


async def withdrawn(desk: Desk, name: str, chance: random.Random) -> None:
    """Two fields, consent given: the case is proposed. Then consent is withdrawn, maybe before anybody heard of it."""
    case = await _consult(desk, f"{name}-a", [chance.choice(POVERTY), chance.choice(OTHER_FIELDS)], consent="given")
    desk.journal.proposed.append(case)
    await desk.post(f"/intake/api/cases/{case}/consent", {"consent": "withdrawn"})
    desk.journal.withdrawn.append(case)


async def standing(desk: Desk, name: str, chance: random.Random) -> None:
    """Two fields: the case is proposed and stays on the agenda; a second contact lets its facts grow."""
    case = await _consult(desk, f"{name}-a", [chance.choice(POVERTY), chance.choice(OTHER_FIELDS)])
    desk.journal.proposed.append(case)
    await _consult(desk, f"{name}-b", [chance.choice(OTHER_FIELDS)], case_ref=case)


async def sitting(desk: Desk, name: str, chance: random.Random) -> None:
    """A core sitting is convened, moved and called off: five posts are told each time."""
    starts_at = _afternoon(SITTING_DAYS_AHEAD + chance.randrange(60))
    despite = {"despite_overlap": True}  # two stories may choose one day
    form = {"request_id": name, "body": "core", "starts_at": starts_at.isoformat(), "minutes": 60, **despite}
    await desk.post("/meetings/api/meetings", form)
    later = {"starts_at": (starts_at + timedelta(days=1)).isoformat(), **despite}
    await desk.post(f"/meetings/api/meetings/{name}/move", later)
    await desk.post(f"/meetings/api/meetings/{name}/cancel")
    desk.journal.sittings.append(name)


async def _consult(
    desk: Desk, request_id: str, categories: list[str], *, case_ref: str | None = None, consent: str = "none"
) -> str:
    form = {"request_id": request_id, "case_ref": case_ref, "agency": AGENCY, "categories": categories}
    answer = await desk.post("/intake/api/consultations", form | {"consent": consent})
    desk.journal.consultations.append(request_id)
    case: str = answer["case_ref"]
    return case


def _afternoon(days_ahead: int) -> datetime:
    day = utc_now().astimezone(TOKYO) + timedelta(days=days_ahead)
    return day.replace(hour=15, minute=0, second=0, microsecond=0)
