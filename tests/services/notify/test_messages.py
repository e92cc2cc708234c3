"""Facts become messages, in any order of arrival."""

import asyncio
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contracts.base import Event
from shared.contracts.words import Consent
from tests.databases import SqliteDatabases
from tests.services.notify.stage import (
    CASE,
    Stage,
    call,
    cancelled,
    consent,
    held,
    let_go,
    notify_stage,
    nurse_called,
    referral,
    task,
)  # fmt: skip


async def test_an_invitation_waits_to_be_sent(stage: Stage) -> None:
    await stage.hear(call())
    assert await stage.states() == [("invitation", 0, "due", None)]


async def test_a_newer_call_takes_the_place_of_an_unsent_one(stage: Stage) -> None:
    await stage.hear(call(0), call(1))
    assert await stage.states() == [("invitation", 0, "cancelled", "superseded"), ("invitation", 1, "due", None)]


async def test_an_older_call_that_comes_late_is_never_sent(stage: Stage) -> None:
    await stage.hear(call(1), call(0))
    assert await stage.states() == [("invitation", 0, "cancelled", "superseded"), ("invitation", 1, "due", None)]


async def test_a_release_that_comes_before_its_call_wins(stage: Stage) -> None:
    await stage.hear(let_go(1), call(0))
    assert await stage.states() == [
        ("invitation", 0, "cancelled", "superseded"),
        ("release", 1, "cancelled", "never_invited"),
    ]


async def test_a_release_is_told_to_who_was_invited(stage: Stage) -> None:
    await stage.hear(call(0))
    await stage.rounds.round()
    await stage.hear(let_go(1))
    assert await stage.states() == [("invitation", 0, "sent", None), ("release", 1, "due", None)]


async def test_a_regular_sitting_needs_no_mail_but_its_release_does(stage: Stage) -> None:
    await stage.hear(call(0, is_routine=True), let_go(1))
    assert await stage.states() == [("invitation", 0, "cancelled", "superseded"), ("release", 1, "due", None)]


async def test_no_call_to_a_cancelled_meeting_leaves_even_one_that_comes_late(stage: Stage) -> None:
    await stage.hear(call(0), cancelled(), nurse_called())
    assert await stage.states() == [
        ("invitation", 0, "cancelled", "meeting_cancelled"),
        ("invitation", 0, "cancelled", "meeting_cancelled"),
    ]


async def test_a_call_held_later_does_not_leave_and_the_chair_hears_it(stage: Stage) -> None:
    await stage.hear(call(0), held(1))
    assert await stage.states() == [("invitation", 0, "cancelled", "superseded"), ("invitation_held", 1, "due", None)]


async def test_withdrawn_consent_keeps_back_all_that_rests_on_the_case(stage: Stage) -> None:
    await stage.hear(call(0, cases=[CASE]), task(), referral(), nurse_called())
    await stage.hear(consent(Consent.WITHDRAWN, version=3))
    assert await stage.states() == [
        ("invitation", 0, "cancelled", "consent_withdrawn"),
        ("invitation", 0, "due", None),  # the nurse's mail rests on no case
        ("referral", 0, "cancelled", "consent_withdrawn"),
        ("task", 0, "cancelled", "consent_withdrawn"),
    ]


async def test_a_line_under_106_6_does_not_rest_on_consent(stage: Stage) -> None:
    await stage.hear(call(0, cases=[CASE], consent_cases=[]), consent(Consent.WITHDRAWN, version=3))
    assert await stage.states() == [("invitation", 0, "due", None)]


async def test_a_call_in_the_consent_lane_that_crosses_the_withdrawal_is_kept_back(stage: Stage) -> None:
    await stage.hear(consent(Consent.WITHDRAWN, version=3, after_seconds=-60))
    await stage.hear(call(0, cases=[CASE], consent_cases=[CASE]))
    assert await stage.states() == [("invitation", 0, "cancelled", "consent_withdrawn")]


async def test_an_older_withdrawal_that_comes_late_changes_nothing(stage: Stage) -> None:
    await stage.hear(call(0, cases=[CASE]), consent(Consent.GIVEN, version=4), consent(Consent.WITHDRAWN, version=3))
    assert await stage.states() == [("invitation", 0, "due", None)]


FACTS: list[Event] = [
    call(0, cases=[CASE]), call(1, cases=[CASE], consent_cases=[CASE]), call(2, is_routine=True), let_go(3), held(4),
    call(5, cases=[CASE], consent_cases=[CASE]), nurse_called(), cancelled(), consent(Consent.WITHDRAWN, version=3),
    consent(Consent.GIVEN, version=4), task(), referral(),
]  # fmt: skip


@settings(max_examples=25)
@given(st.sets(st.sampled_from(range(len(FACTS))), min_size=1), st.randoms(use_true_random=False))
def test_any_order_and_repetition_of_the_same_facts_gives_the_same_messages(chosen: set[int], random: object) -> None:
    facts = [FACTS[index] for index in sorted(chosen)]
    shuffled = facts + facts
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert asyncio.run(states_after(shuffled)) == asyncio.run(states_after(facts))


async def states_after(facts: list[Event]) -> list[tuple[str, int, str, str | None]]:
    with tempfile.TemporaryDirectory() as here:
        async with notify_stage(SqliteDatabases(Path(here)), Path(here)) as stage:
            await stage.hear(*facts)
            return await stage.states()


@pytest.mark.parametrize("fact", FACTS)
async def test_a_fact_heard_twice_tells_once(stage: Stage, fact: Event) -> None:
    await stage.hear(fact)
    once = await stage.states()
    await stage.hear(fact)
    assert await stage.states() == once
