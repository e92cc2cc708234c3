"""Dates, lanes, calls, decisions: each expectation written by hand."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.meetings.rules import agenda, decisions
from services.meetings.rules.agenda import Placed
from services.meetings.rules.calling import BodyRules, Call, CallRule, Line, calls
from services.meetings.rules.lanes import Registration, may_open, must_be_held, withdrawn_lines_go
from services.meetings.rules.recurrence import add_months, at_local_time, fiscal_year_start, sitting_days
from services.meetings.rules.themes import Taker, takers
from shared.contracts.words import (
    CallReason,
    Capacity,
    Consent,
    DecisionCode,
    Field,
    InviteeKind,
    ItemKind,
    LegalBasis,
    Urgency,
)
from shared.workdays import is_working_day

NEXT = "next-business-day"
POST, AGENCY = InviteeKind.POST, InviteeKind.AGENCY


# dates


def test_the_core_meets_on_second_tuesdays() -> None:
    days = sitting_days("FREQ=MONTHLY;BYDAY=2TU", date(2026, 11, 1), date(2027, 2, 28), holiday_rule=NEXT)
    assert [real for _named, real in days] == [
        date(2026, 11, 10), date(2026, 12, 8), date(2027, 1, 12), date(2027, 2, 9),
    ]  # fmt: skip


def test_a_holiday_moves_the_sitting_to_the_next_working_day() -> None:
    # 29 April 2026 is 昭和の日, the fifth Wednesday
    days = sitting_days("FREQ=MONTHLY;BYDAY=5WE", date(2026, 4, 1), date(2026, 4, 30), holiday_rule=NEXT)
    assert days == [(date(2026, 4, 29), date(2026, 4, 30))]


def test_without_a_rule_a_holiday_is_left_out() -> None:
    assert sitting_days("FREQ=MONTHLY;BYDAY=5WE", date(2026, 4, 1), date(2026, 4, 30), holiday_rule=None) == []


def test_the_new_year_closure_counts_as_closed() -> None:
    days = sitting_days("FREQ=MONTHLY;BYDAY=5WE", date(2026, 12, 1), date(2026, 12, 31), holiday_rule=NEXT)
    assert days == [(date(2026, 12, 30), date(2027, 1, 4))]


def test_quarterly_bodies_count_from_april() -> None:
    days = sitting_days("FREQ=MONTHLY;INTERVAL=3;BYDAY=4TH", date(2026, 11, 1), date(2027, 8, 1), holiday_rule=NEXT)
    assert [real for _named, real in days] == [date(2027, 1, 28), date(2027, 4, 22), date(2027, 7, 22)]


@pytest.mark.parametrize(
    ("day", "start"), [(date(2027, 3, 31), date(2026, 4, 1)), (date(2027, 4, 1), date(2027, 4, 1))]
)
def test_the_fiscal_year_starts_in_april(day: date, start: date) -> None:
    assert fiscal_year_start(day) == start


def test_half_past_one_in_japan_is_half_past_four_utc() -> None:
    assert at_local_time(date(2026, 12, 8), time(13, 30)) == datetime(2026, 12, 8, 4, 30, tzinfo=UTC)


def test_months_end_where_they_end() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 11, 23), 13) == date(2027, 12, 23)


@given(st.sampled_from(["1WE", "2TU", "3FR", "4TH"]), st.dates(date(2021, 4, 1), date(2030, 1, 1)))
def test_no_sitting_falls_on_a_closed_day(weekday: str, first: date) -> None:
    days = sitting_days(f"FREQ=MONTHLY;BYDAY={weekday}", first, add_months(first, 13), holiday_rule=NEXT)
    assert 12 <= len(days) <= 14
    assert all(is_working_day(real) for _named, real in days)


# lanes


@pytest.mark.parametrize(
    ("basis", "consent", "opens"),
    [
        (LegalBasis.MANUAL, Consent.GIVEN, True),
        (LegalBasis.MANUAL, Consent.NONE, False),
        (LegalBasis.MANUAL, Consent.ASKED, False),
        (LegalBasis.MANUAL, Consent.WITHDRAWN, False),
        (LegalBasis.SWA_106_6, Consent.NONE, True),
        (LegalBasis.NONE, Consent.NONE, True),
    ],
)
def test_the_consent_lane_opens_with_consent_only(basis: LegalBasis, consent: Consent, opens: bool) -> None:
    assert may_open(basis, consent) is opens


REGISTER = [Registration("houkatsu", date(2021, 4, 1)), Registration("left", date(2021, 4, 1), date(2026, 3, 31))]


@pytest.mark.parametrize(
    ("basis", "agency", "held"),
    [
        (LegalBasis.SWA_106_6, "houkatsu", False),
        (LegalBasis.SWA_106_6, "stranger", True),
        (LegalBasis.SWA_106_6, "left", True),
        (LegalBasis.MANUAL, "stranger", False),
    ],
)
def test_under_106_6_only_the_registered_are_invited(basis: LegalBasis, agency: str, held: bool) -> None:
    assert must_be_held(basis, agency, date(2026, 12, 1), REGISTER) is held


def test_withdrawal_takes_lines_of_the_consent_lane_only() -> None:
    assert withdrawn_lines_go(LegalBasis.MANUAL, Consent.WITHDRAWN)
    assert not withdrawn_lines_go(LegalBasis.SWA_106_6, Consent.WITHDRAWN)
    assert not withdrawn_lines_go(LegalBasis.MANUAL, Consent.GIVEN)


# calls

STARTS = datetime(2026, 12, 3, 4, 30, tzinfo=UTC)
NETWORK = BodyRules(
    "network", leader="C", deputy="B", required=("B", "C"), by_agenda=("A", "D", "E"), calls_case_agencies=True
)
CORE = BodyRules(
    "core", leader="A", deputy=None, required=("A", "B", "C", "D", "E"), by_agenda=(), calls_case_agencies=False
)
RULES = [
    CallRule("D", frozenset({Field.HEALTH}), False, Capacity.HEALTH_NURSE),
    CallRule("E", frozenset({Field.ELDERLY}), False, Capacity.COMMUNITY_SUPPORT_CENTRE),
    CallRule("E", frozenset({Field.RIGHTS}), False, Capacity.ADMINISTRATION),
    CallRule("A", frozenset(), True, Capacity.PROMOTER),
]


def line(
    case: str,
    fields: set[Field],
    agencies: tuple[str, ...] = (),
    basis: LegalBasis = LegalBasis.MANUAL,
    urgency: Urgency = Urgency.NORMAL,
    body: str = "network",
) -> Line:
    return Line(case, body, case, frozenset(fields), agencies, basis, urgency, 30)


def called(body: BodyRules, *lines: Line) -> dict[tuple[InviteeKind, str], Call]:
    day = date(2026, 12, 3)
    return calls([body], lines, starts_at=STARTS, day=day, rules=RULES, register=REGISTER)


def test_an_empty_network_sitting_calls_nobody() -> None:
    assert called(NETWORK) == {}


def test_the_core_calls_its_five_posts_with_or_without_an_agenda() -> None:
    everyone = called(CORE)
    assert set(everyone) == {(POST, post) for post in "ABCDE"}
    assert everyone[POST, "A"].capacity is Capacity.CHAIR


def test_a_health_item_calls_d_as_a_nurse_and_says_why() -> None:
    calls_ = called(NETWORK, line("C-1", {Field.HEALTH}))
    assert set(calls_) == {(POST, "B"), (POST, "C"), (POST, "D")}
    assert calls_[POST, "D"].capacity is Capacity.HEALTH_NURSE
    assert calls_[POST, "D"].reasons == [CallReason.HEALTH_ITEM]


def test_e_comes_as_the_centre_or_as_administration() -> None:
    assert called(NETWORK, line("C-1", {Field.ELDERLY}))[POST, "E"].capacity is Capacity.COMMUNITY_SUPPORT_CENTRE
    assert called(NETWORK, line("C-1", {Field.RIGHTS}))[POST, "E"].capacity is Capacity.ADMINISTRATION


def test_an_emergency_calls_a() -> None:
    assert (POST, "A") in called(NETWORK, line("C-1", {Field.HEALTH}, urgency=Urgency.EMERGENCY))


def test_each_agency_gets_its_own_slot_and_cases_only() -> None:
    calls_ = called(
        NETWORK,
        line("C-1", {Field.HEALTH}, ("houkatsu",)),
        line("C-2", {Field.POVERTY}, ("self-reliance",)),
    )
    first, second = calls_[AGENCY, "houkatsu"], calls_[AGENCY, "self-reliance"]
    assert (first.cases, first.slot_starts_at, first.slot_minutes) == (["C-1"], STARTS, 30)
    assert (second.cases, second.slot_minutes) == (["C-2"], 30)
    assert second.slot_starts_at == datetime(2026, 12, 3, 5, 0, tzinfo=UTC)


def test_a_call_says_which_of_its_cases_rest_on_consent() -> None:
    calls_ = called(
        NETWORK,
        line("C-1", set(), ("houkatsu",), LegalBasis.MANUAL),
        line("C-2", set(), ("houkatsu",), LegalBasis.SWA_106_6),
    )
    call = calls_[AGENCY, "houkatsu"]
    assert (call.cases, call.consent_cases) == (["C-1", "C-2"], ["C-1"])


def test_one_line_under_106_6_holds_an_unregistered_agency() -> None:
    calls_ = called(NETWORK, line("C-1", set(), ("houkatsu", "stranger"), LegalBasis.SWA_106_6))
    assert calls_[AGENCY, "stranger"].is_held
    assert not calls_[AGENCY, "houkatsu"].is_held


# decisions


@pytest.mark.parametrize(
    ("wish", "lacking"),
    [
        (decisions.Wish(DecisionCode.WATCH_UNTIL), "until"),
        (decisions.Wish(DecisionCode.SINGLE_AGENCY, until=date(2026, 12, 1)), "owner"),
        (decisions.Wish(DecisionCode.SINGLE_AGENCY, owner="houkatsu"), "until"),
        (decisions.Wish(DecisionCode.PLAN_DECIDED, tasks=1), "review_on"),
        (decisions.Wish(DecisionCode.PLAN_DECIDED, review_on=date(2026, 12, 8)), "tasks"),
    ],
)
def test_no_decision_leaves_a_case_without_a_next_step(wish: decisions.Wish, lacking: str) -> None:
    assert decisions.missing(wish) == decisions.Missing(lacking)


def test_complete_decisions_lack_nothing() -> None:
    assert decisions.missing(decisions.Wish(DecisionCode.CLOSE)) is None
    plan = decisions.Wish(DecisionCode.PLAN_DECIDED, review_on=date(2026, 12, 8), tasks=1)
    assert decisions.missing(plan) is None


def test_plans_are_decided_at_the_network_meeting_only() -> None:
    assert DecisionCode.PLAN_DECIDED in decisions.allowed(ItemKind.NETWORK_CASE)
    assert DecisionCode.PLAN_DECIDED not in decisions.allowed(ItemKind.CANDIDATE)
    assert DecisionCode.SEND_TO_NETWORK not in decisions.allowed(ItemKind.NETWORK_CASE)


def test_a_plan_comes_back_on_its_review_date() -> None:
    plan = decisions.Wish(DecisionCode.PLAN_DECIDED, review_on=date(2026, 12, 8), tasks=1)
    assert decisions.returns_as(plan.code) is ItemKind.REVIEW
    assert decisions.returns_on(plan, next_day=date(2026, 11, 25)) == date(2026, 12, 8)


def test_closing_and_handing_over_do_not_come_back_by_themselves() -> None:
    assert decisions.returns_as(DecisionCode.CLOSE) is None
    assert decisions.returns_as(DecisionCode.SINGLE_AGENCY) is None


# agenda


def test_what_cannot_wait_comes_first_then_the_longest_carried() -> None:
    lines = [Placed("2", ItemKind.CANDIDATE, 0), Placed("3", ItemKind.CANDIDATE, 2)]
    assert agenda.in_order([*lines, Placed("4", ItemKind.EMERGENCY_REPORT, 0)]) == ["4", "3", "2"]


def test_an_order_made_by_hand_stays_and_new_lines_find_their_place_in_it() -> None:
    by_hand = [
        Placed("1", ItemKind.TOPIC, 0, 0),
        Placed("2", ItemKind.CANDIDATE, 0, 1),
        Placed("3", ItemKind.REVIEW, 0, 2),
    ]
    late = [
        Placed("4", ItemKind.EMERGENCY_REPORT, 0),
        Placed("5", ItemKind.WATCH_ENDED, 0),
        Placed("6", ItemKind.TOPIC, 0),
    ]
    assert agenda.in_order([*late, *by_hand]) == ["4", "5", "1", "2", "3", "6"]


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)), st.integers(0, 5), st.integers(-9, 9))
def test_no_line_is_lost_whatever_is_moved(order: list[int], ranked: set[int], chosen: int, steps: int) -> None:
    lines = [
        Placed(str(each), list(ItemKind)[each], 0, place if each in ranked else None)
        for place, each in enumerate(order)
    ]
    ids = agenda.in_order(lines)
    assert sorted(ids) == sorted(agenda.moved(ids, str(chosen), steps)) == [str(each) for each in range(6)]


def test_a_line_moves_up_and_down_and_stops_at_the_ends() -> None:
    assert agenda.moved("abc", "c", -1) == ["a", "c", "b"]
    assert agenda.moved("abc", "a", -1) == ["a", "b", "c"]
    assert agenda.moved("abc", "a", 5) == ["b", "c", "a"]


def test_the_leader_is_asked_three_working_days_before() -> None:
    assert agenda.ask_until(date(2026, 11, 24), ()) == date(2026, 11, 27)
    assert agenda.ask_until(date(2026, 11, 26), ()) == date(2026, 12, 1)
    assert agenda.ask_until(date(2026, 11, 26), {date(2026, 12, 1)}) == date(2026, 12, 2)


# themes

BODIES = [
    Taker("core", None, frozenset({ItemKind.AREA_CONCERN})),
    Taker("resource", None, frozenset({ItemKind.AREA_CONCERN, ItemKind.KIZUKI})),
    Taker("kure", "kure", frozenset({ItemKind.KIZUKI})),
]


@pytest.mark.parametrize(
    ("kind", "area", "found"),
    [
        (ItemKind.KIZUKI, "kure", ["kure"]),
        (ItemKind.KIZUKI, "onomi", ["resource"]),
        (ItemKind.KIZUKI, None, ["resource"]),
        (ItemKind.AREA_CONCERN, "kure", ["core", "resource"]),
        (ItemKind.RESOURCE_GAP, None, []),
    ],
)
def test_a_line_comes_to_its_own_area_else_to_the_towns_bodies(
    kind: ItemKind, area: str | None, found: list[str]
) -> None:
    assert takers(kind, area, BODIES) == found


def test_what_can_be_decided_on_a_theme() -> None:
    assert DecisionCode.RAISE in decisions.allowed(ItemKind.KIZUKI)
    assert DecisionCode.RAISE not in decisions.allowed(ItemKind.AREA_CONCERN)
    assert DecisionCode.RESOURCE_GAP not in decisions.allowed(ItemKind.RESOURCE_GAP)
    assert DecisionCode.CLOSE not in decisions.allowed(ItemKind.TOPIC)
    assert DecisionCode.NOTED not in decisions.allowed(ItemKind.CANDIDATE)


def test_an_agenda_too_long_says_by_how_much() -> None:
    assert agenda.minutes_over([30, 30, 45], 90) == 15
    assert agenda.minutes_over([30, 30], 90) == 0
