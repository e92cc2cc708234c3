"""Regular sittings: a new rule changes the rest, and calendars meet as few changes as possible."""

import json
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlmodel import col, select

from services.meetings.actions import series, sittings
from services.meetings.actions.announcing import called
from services.meetings.actions.town import plan_ahead
from services.meetings.errors import ChangedMeanwhile, NotTheChair
from services.meetings.models import Body, Closure, Invitation
from services.meetings.rules.recurrence import FIRST_MONDAY, Pattern, pattern_of, sitting_days
from services.meetings.rules.series import Planned, compare
from services.meetings.schemas import MoveForm, SeriesForm
from shared.clock import local_date
from shared.db import Database
from tests.services.meetings.stage import (
    NAKATOSA,
    SETTINGS,
    TUESDAY,
    A,
    B,
    last_told,
    sittings_of,
    told,
    told_since,
)

TODAY = date(2026, 11, 24)
patterns = st.builds(
    Pattern,
    weekday=st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]),
    interval=st.sampled_from([1, 2, 3, 4, 6, 12]),
    nth=st.sets(st.sampled_from([1, 2, 3, 4, -1])).map(lambda nth: tuple(sorted(nth, key=lambda each: each % 100))),
)


def form(**changes: Any) -> SeriesForm:
    """The core body's rule with changes: second Tuesdays, 13:30, 90 minutes."""
    usual = {"since": TODAY, "nth": ["2"], "weekday": "TU", "start": time(13, 30), "minutes": 90}
    return SeriesForm.model_validate({**usual, "place": "中土佐町役場 2階会議室", **changes})


# the rule


@given(patterns)
def test_a_pattern_survives_its_rrule(pattern: Pattern) -> None:
    assert pattern_of(pattern.rrule) == pattern


@pytest.mark.parametrize("rrule", ["FREQ=DAILY", "FREQ=MONTHLY;BYMONTHDAY=3", "FREQ=MONTHLY;BYDAY=2TU;COUNT=3", "x"])
def test_what_the_form_cannot_say_is_no_pattern(rrule: str) -> None:
    assert pattern_of(rrule) is None


# Both Saturdays around this New Year move to Monday the 6th.
@example(Pattern(weekday="SA", interval=1, nth=()), date(2030, 1, 1), 362)
@given(patterns, st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(1, 400))
def test_days_do_not_depend_on_the_day_they_are_asked_on(pattern: Pattern, first: date, later: int) -> None:
    """Else a sitting planned in March would not be the one planned in April: a ghost."""
    last = first + timedelta(days=500)
    asked_later = first + timedelta(days=later)
    early = sitting_days(pattern.rrule, first, last, holiday_rule="next-business-day")
    late = sitting_days(pattern.rrule, asked_later, last, holiday_rule="next-business-day")
    # The first may be one with a sitting that was named before the day asked on, and stands under its name then.
    assert [each for each in early if each[0] >= asked_later and each[1] > late[0][1]] == late[1:]


@given(patterns, st.dates(date(2026, 1, 1), date(2029, 12, 31)))
def test_skipping_leaves_only_what_dateutil_names_on_open_days(pattern: Pattern, first: date) -> None:
    last = first + timedelta(days=400)
    anchor = date(first.year - (first.month < 4), 4, 1) if pattern.nth else FIRST_MONDAY
    rule = rrulestr(pattern.rrule, dtstart=datetime.combine(anchor, time()))
    named = {
        each.date() for each in rule.between(datetime.combine(first, time()), datetime.combine(last, time()), inc=True)
    }
    days = sitting_days(pattern.rrule, first, last, holiday_rule="skip")
    assert all(day == real and day in named for day, real in days)
    assert all(day.weekday() < 5 for day, _real in days)


def test_closed_days_of_the_town_move_a_sitting_forwards_or_back() -> None:
    closed = {date(2026, 12, 8)}
    span = (date(2026, 12, 1), date(2026, 12, 31))
    forwards = sitting_days("FREQ=MONTHLY;BYDAY=2TU", *span, holiday_rule="next-business-day", closed=closed)
    back = sitting_days("FREQ=MONTHLY;BYDAY=2TU", *span, holiday_rule="previous-business-day", closed=closed)
    assert (forwards, back) == (
        [(date(2026, 12, 8), date(2026, 12, 9))],
        [(date(2026, 12, 8), date(2026, 12, 7))],
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"nth": []}, "nth"), ({"nth": ["5"]}, "nth"), ({"interval": 5}, "interval"), ({"interval": 0}, "interval"),
        ({"weekday": "XX"}, "weekday"), ({"minutes": 0}, "minutes"), ({"start": "25:00"}, "start"),
    ],
)  # fmt: skip
def test_a_rule_that_says_nothing_names_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        form(**wrong)
    assert {str(error["loc"][0]) for error in caught.value.errors()} == {field}


# comparing


def moment(day: date, hour: int = 4) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


days = st.dates(date(2026, 12, 1), date(2027, 11, 30))


@given(st.dictionaries(days, st.booleans(), max_size=20), st.sets(days, max_size=20))
def test_every_day_wanted_has_one_sitting_and_every_sitting_one_fate(there: dict[date, bool], named: set[date]) -> None:
    planned = [
        Planned(day.isoformat(), day, moment(day, 5 if by_hand else 4), by_hand) for day, by_hand in there.items()
    ]
    change = compare(planned, [(day, moment(day)) for day in sorted(named)])
    fates = Counter([*change.unchanged, *(each for each, _day, _moment in change.moved), *change.dropped])
    assert fates == Counter(each.id for each in planned)
    covered = [date.fromisoformat(each) for each in change.unchanged]
    covered += [day for _id, day, _moment in change.moved] + [day for day, _moment in change.new]
    assert sorted(covered) == sorted(named)


# in the database


async def test_regular_sittings_are_told_as_any_other(db: Database) -> None:
    """They are made by copying; what is told is what their rows say."""
    meetings = {meeting.id: meeting for meeting in await sittings_of(db, "core")}
    async with db.reading() as tx:
        rows = (await tx.exec(select(Invitation).where(col(Invitation.meeting_id).in_(meetings)))).all()
    assert len(rows) == 5 * len(meetings)
    heard = {fact.body["invitation_id"]: fact.body for fact in await told(db, "participant_called")}
    for row in rows:
        assert heard[row.id] == json.loads(called(meetings[row.meeting_id], row).payload())


async def test_the_rest_moves_with_its_uids(db: Database) -> None:
    before = {meeting.uid: meeting for meeting in await sittings_of(db, "core")}
    async with db.transaction() as tx:
        change = await series.change_rest(
            tx, "core", form(nth=["3"], since=date(2027, 2, 1)), A, now=TUESDAY, months=13
        )
    after = {meeting.uid: meeting for meeting in await sittings_of(db, "core")}
    assert (after.keys(), change.new, change.dropped) == (before.keys(), [], [])
    for uid, meeting in after.items():
        early = local_date(before[uid].starts_at) < date(2027, 2, 1)
        assert meeting.sequence == (0 if early else 1)
        assert (meeting.starts_at == before[uid].starts_at) is early


async def test_the_same_rule_again_changes_and_tells_nothing(db: Database) -> None:
    seq = await last_told(db)
    async with db.transaction() as tx:
        change = await series.change_rest(tx, "core", form(), A, now=TUESDAY, months=13)
        assert await plan_ahead(tx, now=TUESDAY, settings=SETTINGS) == 0
    assert (change.moved, change.new, change.dropped) == ([], [], [])
    assert await told_since(db, seq) == []


async def test_what_was_moved_by_hand_or_cancelled_stays_so(db: Database) -> None:
    first, second, *_ = await sittings_of(db, "core")
    by_hand = first.starts_at + timedelta(days=1)
    async with db.transaction() as tx:
        await sittings.move(tx, first.id, MoveForm(starts_at=by_hand), A, now=TUESDAY)
        await sittings.cancel(tx, second.id, A, now=TUESDAY)
    async with db.transaction() as tx:
        await series.change_rest(tx, "core", form(start=time(15)), A, now=TUESDAY, months=13)
        await plan_ahead(tx, now=TUESDAY, settings=SETTINGS)
    after = {meeting.id: meeting for meeting in await sittings_of(db, "core")}
    assert after[first.id].starts_at == by_hand
    assert after[second.id].status == "cancelled"
    assert len(after) == 13
    assert Counter(meeting.sequence for meeting in after.values() if meeting.status == "planned") == {1: 12}


async def test_sittings_the_new_rule_does_not_name_are_called_off_and_new_ones_called(db: Database) -> None:
    seq = await last_told(db)
    async with db.transaction() as tx:
        change = await series.change_rest(tx, "core", form(interval=3), A, now=TUESDAY, months=13)
    assert (len(change.unchanged), len(change.dropped), change.moved, change.new) == (4, 9, [], [])
    facts = Counter(await told_since(db, seq))
    assert facts == {"meeting_cancelled": 9, "participant_released": 45}
    async with db.transaction() as tx:
        again = await series.change_rest(tx, "core", form(), A, now=TUESDAY, months=13)
    assert len(again.new) == 9
    assert Counter(meeting.status for meeting in await sittings_of(db, "core")) == {"planned": 13, "cancelled": 9}


async def test_drafts_are_silent_until_they_are_published(db: Database) -> None:
    seq = await last_told(db)
    async with db.transaction() as tx:
        body = await tx.get(Body, (NAKATOSA, "rights-committee"))
        assert body is not None
        body.is_draft, body.leader = True, "A"
        tx.add(body)
        await series.change_rest(tx, "rights-committee", form(interval=6), A, now=TUESDAY, months=13)
    drafts = await sittings_of(db, "rights-committee")
    assert {meeting.status for meeting in drafts} == {"draft"}
    async with db.transaction() as tx:
        await series.change_rest(tx, "rights-committee", form(interval=6, nth=["3"]), A, now=TUESDAY, months=13)
    assert await told_since(db, seq) == []
    async with db.transaction() as tx:
        assert await series.announce_drafts(tx, "rights-committee", A, now=TUESDAY) == len(drafts) > 0
    assert {meeting.uid for meeting in await sittings_of(db, "rights-committee")} == {each.uid for each in drafts}
    assert Counter(await told_since(db, seq)) == {"meeting_scheduled": len(drafts), "participant_called": len(drafts)}


async def test_a_closure_of_the_town_moves_the_sitting(db: Database) -> None:
    async with db.transaction() as tx:
        tx.add(Closure(municipality=NAKATOSA, day=date(2026, 12, 8), name="庁舎の停電"))
    async with db.transaction() as tx:
        preview = await series.preview(tx, "core", form(), A, now=TUESDAY, months=13)
        assert [day for _id, _named, day in preview.change.moved] == [datetime(2026, 12, 9, 4, 30, tzinfo=UTC)]
    async with db.transaction() as tx:
        await series.change_rest(tx, "core", form(), A, now=TUESDAY, months=13)
    assert (await sittings_of(db, "core"))[0].starts_at == datetime(2026, 12, 9, 4, 30, tzinfo=UTC)


async def test_only_who_leads_changes_the_rule_and_only_the_one_seen(db: Database) -> None:
    async with db.transaction() as tx:
        with pytest.raises(NotTheChair):
            await series.change_rest(tx, "core", form(), B, now=TUESDAY, months=13)
    async with db.transaction() as tx:
        await series.change_rest(tx, "core", form(start=time(14), version=1), A, now=TUESDAY, months=13)
    async with db.transaction() as tx:
        with pytest.raises(ChangedMeanwhile):
            await series.change_rest(tx, "core", form(start=time(15), version=1), A, now=TUESDAY, months=13)
