"""警報: proposals by the programs' own rules, answered by the organiser; nothing happens by itself."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.programs.actions import weather
from services.programs.rules import CancelReason, PartOfDay, SessionStatus, WeatherKind, is_in, was_out
from services.programs.schemas import WarningForm, WeatherRuleForm
from shared.db import Database
from tests.services.programs.stage import ORGANISER, session_on

CAFE, TODAY = "cafe-de-pomme", date(2026, 12, 1)  # a Tuesday, 8:45–12:00
RULE = WeatherRuleForm(kind=WeatherKind.HEAVY_RAIN, decides_at=time(7), calls_off=PartOfDay.MORNING)


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of that day in Japan."""
    return datetime(2026, 12, 1, hour, minute, tzinfo=UTC) - timedelta(hours=9)


@pytest.mark.parametrize(
    ("part", "starts", "holds"),
    [
        (PartOfDay.MORNING, at(8, 45), True), (PartOfDay.MORNING, at(12), False), (PartOfDay.AFTERNOON, at(12), True),
        (PartOfDay.AFTERNOON, None, False), (PartOfDay.DAY, None, True),
    ],
)  # fmt: skip
def test_a_part_of_the_day_is_told_by_when_a_session_begins(part: PartOfDay, starts: datetime, holds: bool) -> None:
    assert is_in(part, starts) is holds


def test_a_warning_counts_from_its_issue_until_it_is_lifted() -> None:
    moments = [at(5), at(6), at(7), at(8)]
    assert [was_out(at(6), at(8), moment) for moment in moments] == [False, True, True, False]


async def proposed(db: Database, *, issued: datetime, now: datetime, lifted: datetime | None = None) -> int:
    async with db.transaction() as tx:
        await weather.add_rule(tx, CAFE, RULE, ORGANISER)
        warning = await weather.issue_warning(tx, WarningForm(kind=WeatherKind.HEAVY_RAIN), ORGANISER, now=issued)
        if lifted:
            await weather.lift_warning(tx, warning.id, ORGANISER, now=lifted)
    async with db.transaction() as tx:
        await weather.propose(tx, now=now)
        await weather.propose(tx, now=now)  # asking again asks once
    async with db.reading() as tx:
        return len(await weather.open_proposals(tx, ORGANISER, now=now))


@pytest.mark.parametrize(
    ("issued", "lifted", "now", "count"),
    [
        (at(6), None, at(7, 1), 1), (at(6), None, at(6, 59), 0), (at(7, 1), None, at(8), 0),
        (at(5), at(6, 30), at(7, 1), 0), (at(6), None, at(8, 45), 0),
    ],
)  # fmt: skip
async def test_a_rule_asks_at_its_hour_while_its_warning_is_out(
    db: Database, issued: datetime, lifted: datetime | None, now: datetime, count: int
) -> None:
    assert await proposed(db, issued=issued, lifted=lifted, now=now) == count


async def test_the_organiser_decides_and_the_first_answer_counts(db: Database) -> None:
    assert await proposed(db, issued=at(6), now=at(7, 1)) == 1
    async with db.reading() as tx:
        [proposal] = await weather.open_proposals(tx, ORGANISER, now=at(7, 1))
    for calls_off in (True, False):
        async with db.transaction() as tx:
            await weather.answer(tx, proposal.id, ORGANISER, calls_off=calls_off, now=at(7, 2))
    session = await session_on(db, CAFE, TODAY)
    assert (session.status, session.reason) == (SessionStatus.CANCELLED, CancelReason.HEAVY_RAIN)
