"""Figures of meetings' work, from rows."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from services.meetings.figures import WORK
from services.meetings.models import (
    ActionItem,
    AgendaItem,
    Body,
    Decision,
    FeedToken,
    Invitation,
    Meeting,
    PlanTask,
    Poll,
    PollInvitee,
    SupportPlan,
)
from services.meetings.rules.lead_times import Milestones, Step, lead_times
from services.meetings.rules.polls import PollStatus
from shared.clock import moment_of, new_id
from shared.contracts.words import Capacity, DecisionCode, InviteeKind, ItemKind, LegalBasis, TaskKind
from tests.databases import Databases
from tests.figures import bound, counted, rows_of

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 10:00 in Japan
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
TOWN = "39401"
numbers = count()


def body(name: str, **said: Any) -> Body:
    lists: dict[str, Any] = {each: [] for each in ("required", "by_agenda", "lanes", "takes")}
    return Body(municipality=TOWN, id=name, name=name, **lists, **said)


BODIES = [body("core"), body("network", calls_case_agencies=True), body("kure", area="kure"), body("committee")]


def sitting(name: str, of: str = "core", status: str = "planned", at: datetime = NOW + DAY, **said: Any) -> Meeting:
    return Meeting(
        id=name, municipality=TOWN, body=of, title=of, starts_at=at, minutes=60, status=status, uid=name,
        changed_at=NOW, **said,
    )  # fmt: skip


def line(kind: ItemKind, on: str | None = "next", source: str = "e", **said: Any) -> AgendaItem:
    return AgendaItem(
        **{"id": f"line {next(numbers)}", "case_ref": "C-2026-0001", **said}, municipality=TOWN, body="core",
        meeting_id=on, kind=kind, legal_basis=LegalBasis.MANUAL, origin=str(next(numbers)), source_event=source,
        agencies=[], minutes=10,
    )  # fmt: skip


def decision(item: AgendaItem, at: datetime) -> Decision:
    return Decision(
        item_id=item.id, meeting_id=str(item.meeting_id), municipality=TOWN, case_ref=item.case_ref,
        code=DecisionCode.CONTINUE, decided_by="A", decided_at=at,
    )  # fmt: skip


def plan(case_ref: str, on: str, at: datetime) -> SupportPlan:
    return SupportPlan(id="plan", municipality=TOWN, case_ref=case_ref, meeting_id=on, review_on=TODAY, decided_at=at)


def id_made(at: datetime) -> str:
    """An event's id as it would have been made then."""
    return str(UUID(int=int(at.timestamp() * 1000) << 80 | UUID(new_id()).int & (1 << 80) - 1))


async def test_lines_are_counted_by_why_and_how_often_they_were_carried(new_database: Databases) -> None:
    lines = [line(ItemKind.CANDIDATE, times_carried=times) for times in (0, 0, 0, 0, 0, 0, 1, 3, 4)]
    lines += [line(ItemKind.CANDIDATE, times_carried=2, status="decided"), line(ItemKind.TOPIC, case_ref=None)]
    async with rows_of("meetings", new_database, *BODIES, sitting("next"), *lines) as db:
        shown = await counted(db, WORK, NOW)
        sources = [shown("yui_agenda_items_total", source=kind) for kind in ("candidate", "topic", "review")]
        assert sources == [10, 5, 0]
        carried = {times: shown("yui_agenda_items_open", carried=times) for times in ("0", "1", "2", "3+")}
        assert carried == {"0": 10, "1": 5, "2": 0, "3+": 5}


async def test_a_report_that_no_sitting_passed_over_waits(new_database: Databases) -> None:
    kind = ItemKind.EMERGENCY_REPORT
    lines = [*(line(kind) for _ in range(6)), line(kind, None), line(kind, status="removed")]
    async with rows_of("meetings", new_database, *BODIES, sitting("next"), *lines) as db:
        shown = await counted(db, WORK, NOW)
        states = {state: shown("yui_emergency_reports", state=state) for state in ("reported", "waiting", "overdue")}
        assert states == {"reported": 0, "waiting": 10, "overdue": 0}


async def test_a_report_that_a_sitting_passed_over_is_overdue(new_database: Databases) -> None:
    kind, last = ItemKind.EMERGENCY_REPORT, sitting("last", at=NOW - 2 * DAY)
    lines = [line(kind, "last", status="decided"), *(line(kind, "last") for _ in range(5))]
    lines += [line(kind, times_carried=1)]
    async with rows_of("meetings", new_database, *BODIES, last, sitting("next"), *lines) as db:
        shown = await counted(db, WORK, NOW)
        states = {state: shown("yui_emergency_reports", state=state) for state in ("reported", "waiting", "overdue")}
        assert states == {"reported": 5, "waiting": 0, "overdue": 10}


async def test_a_review_is_overdue_once_a_sitting_passed_it_over(new_database: Databases) -> None:
    kind = ItemKind.REVIEW
    on_track = [line(kind, not_before=TODAY - 9 * DAY), line(kind, None, not_before=TODAY + DAY), line(kind, None)]
    late = [line(kind, not_before=TODAY - 3 * DAY, times_carried=1), line(kind, None, not_before=TODAY - DAY)]
    done = line(kind, not_before=TODAY - 30 * DAY, times_carried=2, status="decided")
    async with rows_of("meetings", new_database, *BODIES, sitting("next"), *on_track, done) as db:
        shown = await counted(db, WORK, NOW)
        assert (shown("yui_reviews_open"), shown("yui_reviews_overdue")) == (5, 0)
        assert shown("yui_review_oldest_overdue_age_seconds") == 0
        async with db.transaction() as tx:
            tx.add_all(late)
        shown = await counted(db, WORK, NOW)
        assert shown("yui_reviews_overdue") == 5
        assert shown("yui_review_oldest_overdue_age_seconds") == 3 * 86400, "whole days"


async def test_how_long_cases_took_from_step_to_step(new_database: Databases) -> None:
    rows: list[Any] = [*BODIES, sitting("core", status="held"), sitting("network", "network", status="held")]
    began = NOW - 40 * DAY
    for case in range(6):
        ref = {"case_ref": f"C-2026-{case:04}"}
        candidate = line(ItemKind.CANDIDATE, "core", id_made(began), status="decided", **ref)
        network = line(ItemKind.NETWORK_CASE, "network", status="decided", **ref)
        again = line(ItemKind.NETWORK_CASE, "network", status="decided", **ref)
        rows += [candidate, decision(candidate, began + 2 * DAY), network, decision(network, began + 12 * DAY)]
        rows += [again, decision(again, began + 39 * DAY)]
    rows.append(plan("C-2026-0000", "network", began + 35 * DAY))
    async with rows_of("meetings", new_database, *rows) as db:
        shown = await counted(db, WORK, NOW)

    def at_most(step: Step, days: int) -> float:
        return shown("yui_case_lead_time_seconds_bucket", step=step.value, le=bound(days * 86400))

    assert [at_most(Step.CONSULTATION_TO_CORE, days) for days in (1, 3, 180)] == [0, 10, 10]
    assert [at_most(Step.CORE_TO_NETWORK, days) for days in (7, 14)] == [0, 10]
    assert [at_most(Step.NETWORK_TO_PLAN, days) for days in (21, 30)] == [0, 5]
    assert [at_most(Step.CONSULTATION_TO_PLAN, days) for days in (30, 45)] == [0, 5]


def test_a_step_that_went_the_other_way_round_is_none() -> None:
    assert list(lead_times(Milestones(core=NOW, network=NOW - DAY, plan=NOW))) == [(Step.NETWORK_TO_PLAN, 86400)]


def test_an_id_says_when_it_was_made() -> None:
    assert abs((moment_of(id_made(NOW)) or NOW + DAY) - NOW) < timedelta(milliseconds=2)
    assert moment_of("e") is None
    assert moment_of("4bf92f35-77b3-4da6-a3ce-929d0e0e4736") is None  # version 4


async def test_tasks_past_their_day_are_counted(new_database: Databases) -> None:
    def task(due_on: date, done_at: datetime | None = None) -> PlanTask:
        return PlanTask(
            municipality=TOWN, plan_id="plan", case_ref="C-2026-0001", agency="a", kind=TaskKind.VISIT, due_on=due_on,
            done_at=done_at,
        )  # fmt: skip

    asked = ActionItem(
        id="asked", municipality=TOWN, body="core", meeting_id="next", kind=TaskKind.VISIT,
        owner_kind=InviteeKind.POST, owner="A", due_on=TODAY, added_by="A", added_at=NOW,
    )  # fmt: skip
    tasks = [*(task(TODAY - DAY) for _ in range(6)), task(TODAY - DAY, NOW), task(TODAY)]
    async with rows_of(
        "meetings", new_database, *BODIES, sitting("next"), plan("C-2026-0001", "next", NOW), *tasks, asked
    ) as db:
        shown = await counted(db, WORK, NOW)
        assert (shown("yui_tasks_overdue", of="plan"), shown("yui_tasks_overdue", of="sitting")) == (10, 0)
        shown = await counted(db, WORK, NOW + DAY)
        assert shown("yui_tasks_overdue", of="sitting") == 5


async def test_sittings_are_counted_exactly_by_kind_and_outcome(new_database: Databases) -> None:
    past = NOW - 2 * DAY
    sittings = [sitting(f"h{n}", "core", "held", past, lines=1) for n in range(3)]
    sittings += [sitting("e", "network", "held", past), sitting("c", "kure", "cancelled", past)]
    sittings += [sitting("p", "committee"), sitting("o", "core", "open", past), sitting("d", "core", "draft")]
    async with rows_of("meetings", new_database, *BODIES, *sittings) as db:
        shown = await counted(db, WORK, NOW)
        assert shown("yui_sittings_total", kind="core", outcome="held") == 3
        assert shown("yui_sittings_total", kind="network", outcome="empty") == 1
        assert shown("yui_sittings_total", kind="area", outcome="skipped") == 1
        assert shown("yui_sittings_planned", kind="other", state="ahead") == 1
        assert shown("yui_sittings_planned", kind="core", state="unclosed") == 1
        assert shown("yui_sittings_planned", kind="core", state="ahead") == 0


async def test_invitations_polls_and_calendars(new_database: Databases) -> None:
    def invitation(status: str, on: str, who: str) -> Invitation:
        return Invitation(
            municipality=TOWN, meeting_id=on, kind=InviteeKind.AGENCY, invitee=who, status=status, reasons=[],
            capacity=Capacity.AGENCY, cases=[], consent_cases=[], changed_at=NOW,
        )  # fmt: skip

    def poll(name: str, status: PollStatus) -> Poll:
        return Poll(
            id=name, municipality=TOWN, body="core", minutes=60, due_on=TODAY, status=status, started_by="A",
            started_at=NOW,
        )  # fmt: skip

    def asked(poll: str, who: str, answered_at: datetime | None = None, **said: Any) -> PollInvitee:
        return PollInvitee(
            municipality=TOWN, poll_id=poll, kind=InviteeKind.POST, invitee=who, answered_at=answered_at, **said
        )

    def calendar(name: str, expires_at: datetime, **said: Any) -> FeedToken:
        return FeedToken(
            token_sha256=name, municipality=TOWN, account_id="A", scope="post", key="A", name="A", created_at=NOW,
            expires_at=expires_at, **said,
        )  # fmt: skip

    rows = [
        *BODIES, sitting("next"), sitting("last", at=NOW - DAY), invitation("held", "next", "a"),
        invitation("called", "next", "b"), invitation("held", "last", "a"), poll("open", PollStatus.OPEN),
        poll("over", PollStatus.CLOSED), asked("open", "A", NOW), asked("open", "B"), asked("open", "C"),
        asked("open", "D", is_revoked=True), asked("over", "A"), calendar("soon", NOW + 6 * DAY),
        calendar("later", NOW + 8 * DAY), calendar("gone", NOW - DAY), calendar("revoked", NOW + DAY, revoked_at=NOW),
        calendar("replaced", NOW + DAY, replaced_at=NOW),
    ]  # fmt: skip
    async with rows_of("meetings", new_database, *rows) as db:
        shown = await counted(db, WORK, NOW)
        assert (shown("yui_invitations_held"), shown("yui_polls_open")) == (1, 1)
        answers = [shown("yui_poll_invitees_open", state=state) for state in ("answered", "silent")]
        assert answers == [1, 2]
        assert shown("yui_links_expiring", kind="calendar", within="7d") == 1


async def test_an_empty_town_shows_noughts(new_database: Databases) -> None:
    async with rows_of("meetings", new_database) as db:
        shown = await counted(db, WORK, NOW)
        assert {sample.value for sample in shown.samples} == {0}
