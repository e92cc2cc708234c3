"""Figures of intake's work, from rows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.intake.figures import WORK
from services.intake.models import AgendaLine, Case, ConsentStep, Consultation, Emergency, Referral
from services.intake.rules import lane_of
from shared.contracts.words import Consent, ItemKind, Urgency
from shared.db import Database
from shared.db.rows import insert_rows
from tests.databases import Databases
from tests.figures import counted, rows_of

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 10:00 in Japan
TODAY = date(2026, 11, 24)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def case(number: int, **said: Any) -> Case:
    values: dict[str, Any] = {
        "municipality": "39401", "categories": [], "agencies": [], "consultations": 1, "urgency": Urgency.NORMAL,
        "consent": Consent.NONE, "legal_basis": lane_of(Consent.NONE), "next_date": TODAY + DAY, "opened_at": NOW,
    }  # fmt: skip
    return Case(case_ref=ref(number), **{**values, **said})


def ref(number: int) -> str:
    return f"C-2026-{number:04}"


def consultation(name: str, number: int, taken_at: datetime) -> Consultation:
    return Consultation(
        id=name, case_ref=ref(number), municipality="39401", agency="a", route="self", urgency=Urgency.NORMAL,
        categories=[], most_pressing="debt", beyond_us=False, taken_by="x", taken_at=taken_at,
    )  # fmt: skip


def consent(number: int, step: Consent, at: datetime, **said: Any) -> ConsentStep:
    return ConsentStep(case_ref=ref(number), consent=step, decided_on=TODAY, recorded_by="x", recorded_at=at, **said)


def referral(name: str, number: int, asked: timedelta, answered: timedelta | None = None) -> Referral:
    return Referral(
        id=name, case_ref=ref(number), municipality="39401", from_agency="a", to_agency="b", asked_at=NOW - asked,
        answer_due_on=TODAY, answered_at=NOW - asked + answered if answered else None, accepted=bool(answered),
    )  # fmt: skip


async def test_consultations_stay_in_the_lane_they_were_taken_in(new_database: Databases) -> None:
    rows: list[Any] = [case(1), *(consultation(f"first{n}", 1, NOW - 3 * DAY) for n in range(6))]
    rows += [consent(1, Consent.GIVEN, NOW - 2 * DAY), consultation("second", 1, NOW - 2 * DAY)]
    rows += [consent(1, Consent.WITHDRAWN, NOW - DAY)]
    async with rows_of("intake", new_database, *rows) as db:
        shown = await counted(db, WORK, NOW)
        assert shown("yui_consultations_total", lane="swa-106-6") == 10
        assert shown("yui_consultations_total", lane="manual") == 5


async def test_a_consent_given_twice_counts_a_consultation_once(new_database: Databases) -> None:
    """Also when two steps were written in the same moment: the one with the later id is the newer."""
    steps = {"b": Consent.WITHDRAWN, "a": Consent.GIVEN}
    same = [consent(2, step, NOW - 2 * DAY, id=name) for name, step in steps.items()]
    rows: list[Any] = [case(1), case(2), *same, *(consent(1, Consent.GIVEN, NOW - n * DAY) for n in (3, 2))]
    rows += [consultation(f"{number}-{n}", number, NOW - DAY) for number in (1, 2) for n in range(10)]
    async with rows_of("intake", new_database, *rows) as db:
        shown = await counted(db, WORK, NOW)
        assert [shown("yui_consultations_total", lane=lane) for lane in ("manual", "swa-106-6")] == [10, 10]


async def test_open_cases_stand_in_their_stage(new_database: Databases) -> None:
    rows: list[Any] = [case(n) for n in range(1, 9)]  # 8 at the desks
    rows += [case(11), AgendaLine(item_id="1", case_ref=ref(11), kind=ItemKind.CANDIDATE)]
    rows += [case(12), AgendaLine(item_id="2", case_ref=ref(12), kind=ItemKind.NETWORK_CASE)]
    rows += [case(13, review_on=TODAY + DAY), case(14, review_on=TODAY)]
    rows += [case(15, closed_at=NOW, next_date=None)]
    rows += [AgendaLine(item_id="3", case_ref=ref(1), kind=ItemKind.NETWORK_CASE, is_closed=True)]
    rows += [AgendaLine(item_id="4", case_ref=ref(2), is_closed=False)]  # heard of as closed before as opened
    async with rows_of("intake", new_database, *rows) as db:
        shown = await counted(db, WORK, NOW)
        found = {stage: shown("yui_cases_open", stage=stage) for stage in ("consultation", "core", "network")}
        assert found == {"consultation": 10, "core": 5, "network": 5}
        assert shown("yui_cases_open", stage="support") == shown("yui_cases_open", stage="progress") == 5


async def test_a_case_nobody_looks_at_any_more_shows(new_database: Databases) -> None:
    late = [case(1, next_date=TODAY), case(2, next_date=TODAY - DAY)]
    on_agenda = [case(3, next_date=TODAY - DAY), AgendaLine(item_id="1", case_ref=ref(3), kind=ItemKind.REVIEW)]
    async with rows_of("intake", new_database, *late[:1], *on_agenda) as db:
        assert (await counted(db, WORK, NOW))("yui_cases_past_next_date") == 0
        await _add(db, late[1])
        shown = await counted(db, WORK, NOW)
        assert (shown("yui_cases_past_next_date"), shown("yui_cases_without_next_date")) == (5, 0)


async def test_referrals_are_counted_by_how_long_they_took(new_database: Databases) -> None:
    rows: list[Any] = [case(1), case(2, closed_at=NOW, next_date=None), referral("old", 2, 90 * DAY)]
    rows += [referral(f"quick{n}", 1, 9 * DAY, HOUR) for n in range(3)]
    rows += [referral(f"slow{n}", 1, 9 * DAY, 5 * DAY + HOUR) for n in range(4)]
    rows += [referral("open", 1, 2 * DAY), referral("older", 1, 3 * DAY)]
    async with rows_of("intake", new_database, *rows) as db:
        shown = await counted(db, WORK, NOW)
        bounds = {"3600.0": 5, "432000.0": 5, "604800.0": 10, "+Inf": 10}
        assert {le: shown("yui_referral_answer_seconds_bucket", le=le) for le in bounds} == bounds
        assert shown("yui_referrals_open") == 5
        assert shown("yui_referral_oldest_unanswered_age_seconds") == 3 * 86400


async def test_emergencies_are_counted(new_database: Databases) -> None:
    begun = [Emergency(id=str(n), case_ref=ref(1), agency="a", started_at=NOW) for n in range(6)]
    async with rows_of("intake", new_database, case(1), *begun) as db:
        assert (await counted(db, WORK, NOW))("yui_emergencies_total") == 10


async def test_an_empty_town_shows_noughts(new_database: Databases) -> None:
    async with rows_of("intake", new_database) as db:
        shown = await counted(db, WORK, NOW)
        assert {sample.value for sample in shown.samples} == {0}
        assert len(shown.samples) == 2 + 5 + 3 + 10 + 2 + 1


async def _add(db: Database, *rows: Any) -> None:
    async with db.transaction() as tx:
        for row in rows:
            await insert_rows(tx, row)
