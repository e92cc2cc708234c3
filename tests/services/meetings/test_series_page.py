"""The rule of a body at its page: the dates first, then the change; nobody who does not lead it changes it."""

from typing import Any

import pytest

from services.meetings.models import Meeting
from tests.nakatosa import Nakatosa
from tests.services.meetings.test_pages import rows_of

PAGE = "/meetings/bodies/core/rule"
RULE: dict[str, Any] = {
    "since": "2027-02-01", "version": "1", "unit": "month", "interval": "1", "nth": ["3"], "weekday": "TU",
    "start": "14:00", "minutes": "60", "holiday_rule": "next-business-day", "place": "本庁",
}  # fmt: skip


async def core_days(town: Nakatosa) -> list[str]:
    rows = [row for row in await rows_of(town, Meeting) if row.body == "core"]
    return sorted(f"{row.starts_at:%m-%d %H:%M}" for row in rows)


async def test_the_dates_are_shown_before_anything_changes(town: Nakatosa) -> None:
    leader, before = await town.sign_in("promoter-a"), await core_days(town)
    shown = await leader.send(PAGE, RULE, page=PAGE)
    assert (shown.status_code, await core_days(town)) == (200, before)
    assert "2月9日(火) → 2月16日(火)" in shown.text
    done = await leader.send(PAGE, {**RULE, "confirmed": "yes"}, page=PAGE)
    assert (done.status_code, done.headers["location"]) == (303, "/meetings/bodies/core?done=rule")
    assert "02-16 05:00" in await core_days(town)
    body = (await leader.see("/meetings/bodies/core")).text
    assert "毎月 第3火曜 14:00から60分。休みの日なら、次の開庁日。" in body


@pytest.mark.parametrize("wrong", [{"nth": []}, {"since": "x"}, {"minutes": "9"}, {"unit": "day"}, {"interval": "5"}])
async def test_a_rule_that_says_nothing_comes_back_with_its_field(town: Nakatosa, wrong: dict[str, Any]) -> None:
    leader, before = await town.sign_in("promoter-a"), await core_days(town)
    answer = await leader.send(PAGE, {**RULE, **wrong, "confirmed": "yes"}, page=PAGE)
    assert (answer.status_code, await core_days(town)) == (422, before)
    assert f'href="#{next(iter(wrong))}"' in answer.text


async def test_a_rule_somebody_changed_meanwhile_is_not_overwritten(town: Nakatosa) -> None:
    leader = await town.sign_in("promoter-a")
    await leader.send(PAGE, {**RULE, "confirmed": "yes"}, page=PAGE)
    late = await leader.send(PAGE, {**RULE, "nth": ["1"], "confirmed": "yes"}, page=PAGE)
    assert late.status_code == 422
    assert "02-16 05:00" in await core_days(town)


@pytest.mark.parametrize("login", ["promoter-b", "houkatsu"])
async def test_others_see_the_rule_and_leave_it(town: Nakatosa, login: str) -> None:
    somebody, before = await town.sign_in(login), await core_days(town)
    seen = await somebody.see("/meetings/bodies/core")
    assert (seen.status_code, "きまりを変える" in seen.text) == (200, False)
    refused = await somebody.send(PAGE, {**RULE, "confirmed": "yes"}, page="/meetings/subscribe")
    assert (refused.status_code, await core_days(town)) == (403, before)
