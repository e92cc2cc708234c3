"""A mistake in a form brings the form back on either database: what was read before the undo is not shown after it."""

from pathlib import Path
from typing import Any

from tests.databases import Databases
from tests.flows.stage import MovingClock, memory_stage
from tests.nakatosa import TUESDAY, Nakatosa

BODY = "/meetings/bodies/core"
TWICE: dict[str, Any] = {
    "day-1": "2026-12-22", "start-1": "13:30", "day-2": "2026-12-22", "start-2": "13:30", "minutes": "60",
    "due_on": "2026-12-18", "posts": ["A", "B"],
}  # fmt: skip
MISTAKES: list[tuple[str, str, dict[str, Any]]] = [
    ("promoter-a", f"{BODY}/poll", TWICE),
    ("promoter-a", f"{BODY}/poll", {**TWICE, "day-2": "9999-12-31"}),
    ("promoter-a", f"{BODY}/poll", {**TWICE, "day-2": "2026-12-23", "posts": ["nobody"]}),
    ("promoter-a", f"{BODY}/convene", {"day": "2026-12-08", "start": "14:00", "minutes": "60"}),
    ("promoter-a", f"{BODY}/convene", {"day": "2062-12-08", "start": "14:00", "minutes": "60"}),
    ("promoter-a", f"{BODY}/convene", {"day": "9999-12-31", "start": "23:30", "minutes": "60"}),
    ("promoter-a", f"{BODY}/membership", {"leader": "A", "required": ["B"], "lanes": ["none"], "quorum": "9"}),
    ("admin", "/meetings/closures", {"day": "2026-01-05", "name": "見本の休み"}),
]


async def test_a_mistake_brings_the_form_back(tmp_path: Path, new_database: Databases) -> None:
    async with memory_stage(tmp_path, new_database, MovingClock(TUESDAY)) as stage:
        town = Nakatosa(stage)
        people = {login: await town.sign_in(login) for login in ("promoter-a", "admin")}
        answers = [await people[login].send(page, fields) for login, page, fields in MISTAKES]
    for (_login, page, fields), answer in zip(MISTAKES, answers, strict=True):
        assert (answer.status_code, "見直してください" in answer.text) == (422, True), (page, fields)
