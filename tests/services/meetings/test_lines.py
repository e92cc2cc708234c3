"""Lines on agendas, on both databases: facts that come together, lines that are carried together, long agendas."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import select

from services.meetings.actions import agenda, reading, shared_sittings, sittings
from services.meetings.models import AgendaItem, CaseFacts, Invitation, Meeting
from shared.auth import Grant, Role, Who
from shared.contracts.words import Consent, ItemKind, LegalBasis
from shared.db import Database
from shared.db.rows import insert_rows
from tests.databases import Databases
from tests.services.meetings.stage import NAKATOSA, TUESDAY, hear, meetings_stage, proposed, told

PROMOTER_C = Who(
    account_id="1", login="promoter-c", name="C", csrf_token="",
    grants=(Grant(role=Role.PROMOTER, municipality=NAKATOSA, agency="rights-centre", post="C"),),
)  # fmt: skip
GIVEN = {"legal_basis": LegalBasis.MANUAL, "consent": Consent.GIVEN}


@contextmanager
def statements(naming: str) -> Iterator[list[str]]:
    """The statements run meanwhile that name something."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        if naming in statement:
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


async def all_of(db: Database, table: type, *where: Any) -> list[Any]:
    async with db.reading() as tx:
        return list((await tx.exec(select(table).where(*where))).all())


async def outcome(db: Database) -> dict[str, Any]:
    """All that a fact can change, without the ids that are made anew each time."""
    meetings = await all_of(db, Meeting)
    starts = {meeting.id: meeting.starts_at for meeting in meetings}
    return {
        "lines": sorted(
            (line.case_ref, line.kind, line.legal_basis, line.status, starts[line.meeting_id])
            for line in await all_of(db, AgendaItem)
        ),
        "sittings": sorted((meeting.starts_at, meeting.body, meeting.lines, meeting.sequence) for meeting in meetings),
        "calls": sorted(
            (starts[call.meeting_id], call.invitee, call.status, call.sequence, call.reasons)
            for call in await all_of(db, Invitation)
        ),
        "told": sorted(
            (fact.kind, fact.cause or "") for fact in await told(db, "agenda_item_added", "participant_called")
        ),
    }


async def test_facts_that_come_together_do_what_they_do_one_by_one(new_database: Databases) -> None:
    events = [proposed(number) for number in range(12)]
    events += [proposed(3, aggregate_version=2, **GIVEN), events[5]]
    outcomes = []
    for name, batches in {"together": [events], "single": [[each] for each in events]}.items():
        async with meetings_stage(new_database, name) as db:
            for batch in batches:
                await hear(db, batch)
            outcomes.append(await outcome(db))
    together, single = outcomes
    assert together == single
    assert [(lines, sequence) for _, _, lines, sequence in together["sittings"] if lines] == [(12, 12)]
    assert [cause for kind, cause in together["told"] if kind == "agenda_item_added"] == sorted(
        each.event_id for each in events[:12]
    )


async def test_however_many_come_together_the_calls_are_looked_at_once(db: Database) -> None:
    looks = []
    for numbers in (range(3), range(3, 33)):
        with statements("FROM invitations") as seen:
            await hear(db, [proposed(number) for number in numbers])
        looks.append(len(seen))
    assert looks == [2, 2]  # once for who is called, once for what calendars show


async def test_lines_carried_together_call_an_agency_once(db: Database) -> None:
    await hear(db, [proposed(number) for number in range(3)])
    async with db.transaction() as tx:
        network = await reading.find_body(tx, NAKATOSA, "network")
        first, second = [
            await sittings.schedule(tx, network, TUESDAY + timedelta(days=days), 90, now=TUESDAY) for days in (7, 14)
        ]
        lines = []
        for facts in (await tx.exec(select(CaseFacts))).all():
            lines += await agenda.add_line(
                tx, network, ItemKind.NETWORK_CASE, facts, origin=facts.case_ref, source_event="", now=TUESDAY
            )
        await agenda.call_anew(tx, lines, now=TUESDAY)
    async with db.transaction() as tx:
        await sittings.cancel(tx, first.id, PROMOTER_C, now=TUESDAY)
    heard = [
        (fact.kind, fact.body["meeting_id"], fact.body.get("cases", []))
        for fact in await told(db, "participant_called", "participant_released")
        if fact.body["invitee"] == "houkatsu"
    ]
    cases = ["C-2026-0000", "C-2026-0001", "C-2026-0002"]
    assert [(kind, meeting, sorted(those)) for kind, meeting, those in heard] == [
        ("participant_called", first.id, cases),
        ("participant_released", first.id, []),
        ("participant_called", second.id, cases),
    ]


@pytest.mark.parametrize(
    ("now", "not_before", "found"),
    [
        (TUESDAY, None, "2026-12-08T04:30"),
        (TUESDAY, date(2026, 12, 8), "2026-12-08T04:30"),
        (TUESDAY, date(2026, 12, 9), "2026-12-09T15:00"),  # midnight in Japan begins the 10th
        (TUESDAY, date(2026, 12, 10), "2026-12-09T15:00"),
        (TUESDAY, date(2026, 12, 11), "2027-01-12T04:30"),
        (datetime(2026, 12, 8, 4, 30, tzinfo=UTC), None, "2026-12-09T15:00"),  # what begins now is not the next one
        (TUESDAY, date(2099, 1, 1), None),
    ],
)
async def test_the_next_sitting(db: Database, now: datetime, not_before: date | None, found: str | None) -> None:
    async with db.transaction() as tx:
        core = await reading.find_body(tx, NAKATOSA, "core")
        await sittings.schedule(tx, core, datetime(2026, 12, 9, 15, tzinfo=UTC), 30, now=TUESDAY)
        meeting = await shared_sittings.next_sitting(tx, NAKATOSA, "core", now=now, not_before=not_before)
        assert (meeting and meeting.starts_at.strftime("%Y-%m-%dT%H:%M")) == found


async def test_an_agenda_may_be_longer_than_a_statement_takes_parameters(db: Database) -> None:
    await hear(db, [proposed(0)])
    line = (await all_of(db, AgendaItem))[0]
    facts = (await all_of(db, CaseFacts))[0]
    refs = [f"C-2027-{number:05}" for number in range(33_000)]  # SQLite takes 32,766, PostgreSQL 32,767
    async with db.transaction() as tx:
        await insert_rows(tx, *[facts.model_copy(update={"case_ref": ref}) for ref in refs])
        await insert_rows(tx, *[line.model_copy(update={"id": ref, "origin": ref, "case_ref": ref}) for ref in refs])
    async with db.reading() as tx:
        assert len(await reading.facts_of(tx, line.meeting_id)) == 33_001
