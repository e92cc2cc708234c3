"""日程調整, decided from plain values: which date suits best, which can be proposed, when the silent are reminded."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.meetings.rules.calling import Invitee
from services.meetings.rules.polls import (
    Availability,
    DateFault,
    Ending,
    PollStatus,
    answers_until,
    best_date,
    deadline_suits,
    ending_of,
    fault_in,
    reminder_at,
    tally,
)
from shared.contracts.words import InviteeKind

YES, MAYBE, NO = Availability.YES, Availability.MAYBE, Availability.NO
FIRST = datetime(2026, 12, 8, 4, 30, tzinfo=UTC)
SECOND, THIRD = FIRST + timedelta(days=1), FIRST + timedelta(days=2)
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PEOPLE: list[Invitee] = [(InviteeKind.POST, name) for name in "ABCDE"]
REQUIRED = PEOPLE[:2]


def said(**answers: str) -> dict[Invitee, Availability]:
    """`A="○"`: what each post says of a date."""
    signs = {"○": YES, "△": MAYBE, "×": NO}
    return {(InviteeKind.POST, name): signs[sign] for name, sign in answers.items()}


@pytest.mark.parametrize(
    ("first", "second", "third", "best"),
    [
        ({}, {}, {}, None),
        (said(A="×"), said(A="×"), {}, None),
        (said(A="○"), said(A="○", C="○"), {}, SECOND),
        (said(A="○"), said(A="○", C="△"), said(A="○", C="△"), SECOND),
        (said(A="○", C="○", D="○", B="×"), said(A="△"), {}, SECOND),
        (said(A="×", C="○"), said(B="×", C="○", D="○"), {}, SECOND),
        (said(A="○", C="×"), said(A="△"), {}, FIRST),
    ],
)
def test_the_best_date(
    first: dict[Invitee, Availability], second: dict[Invitee, Availability], third: dict[Invitee, Availability],
    best: datetime | None,
) -> None:  # fmt: skip
    assert best_date({FIRST: first, SECOND: second, THIRD: third}, REQUIRED) == best


answers = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(Availability))
polls = st.dictionaries(st.integers(0, 19).map(lambda days: FIRST + timedelta(days=days)), answers, max_size=6)


@given(polls)
def test_no_other_date_beats_the_best(poll: dict[datetime, dict[Invitee, Availability]]) -> None:
    best = best_date(poll, REQUIRED)
    possible = {each for each, found in poll.items() if YES in found.values() or MAYBE in found.values()}
    assert (best is None) == (not possible)
    if best is None:
        return
    free = {each for each in possible if NO not in {poll[each].get(post) for post in REQUIRED}}
    assert best in (free or possible)
    count = tally(poll[best].values())
    for other in (free or possible) - {best}:
        rival = tally(poll[other].values())
        assert (rival.yes, rival.maybe) <= (count.yes, count.maybe)
        assert (rival.yes, rival.maybe) != (count.yes, count.maybe) or best < other


@given(polls)
def test_the_order_of_dates_and_answers_does_not_matter(poll: dict[datetime, dict[Invitee, Availability]]) -> None:
    turned = {each: dict(reversed(found.items())) for each, found in reversed(poll.items())}
    assert best_date(turned, REQUIRED) == best_date(poll, REQUIRED)


@given(polls, st.sampled_from(PEOPLE))
def test_one_more_who_can_come_never_spoils_the_best_date(
    poll: dict[datetime, dict[Invitee, Availability]], somebody: Invitee
) -> None:
    best = best_date(poll, REQUIRED)
    if best:
        assert best_date({**poll, best: {**poll[best], somebody: YES}}, REQUIRED) == best


@given(st.lists(st.sampled_from(Availability)))
def test_a_tally_counts_each_answer_once(found: list[Availability]) -> None:
    count = tally(found)
    assert (count.yes + count.maybe + count.no, count.yes) == (len(found), found.count(YES))


@pytest.mark.parametrize(
    ("dates", "fault"),
    [
        ([FIRST, SECOND], None),
        ([FIRST, NOW], (1, DateFault.PAST)),
        ([SECOND, FIRST, SECOND], (2, DateFault.TWICE)),
        ([datetime(2027, 12, 24, 14, 59, tzinfo=UTC)], None),
        ([datetime(2027, 12, 24, 15, 0, tzinfo=UTC)], (0, DateFault.TOO_FAR)),
    ],
)
def test_a_date_that_can_not_be_proposed(dates: list[datetime], fault: tuple[int, DateFault] | None) -> None:
    assert fault_in(dates, now=NOW, last=date(2027, 12, 24)) == fault


@pytest.mark.parametrize(("day", "suits"), [(23, False), (24, True), (30, True), (31, False)])
def test_the_deadline_is_from_today_to_the_day_before(day: int, *, suits: bool) -> None:
    due_on = date(2026, 11, 1) + timedelta(days=day - 1)
    assert deadline_suits(due_on, today=date(2026, 11, 24), first_day=date(2026, 12, 1)) is suits


def test_why_nobody_can_answer_any_more() -> None:
    due_on, end = date(2026, 12, 1), datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
    assert answers_until(due_on) == end
    just_before = end - timedelta(seconds=1)
    assert ending_of(PollStatus.OPEN, due_on, is_void=False, now=just_before) is None
    assert ending_of(PollStatus.OPEN, due_on, is_void=False, now=end) is Ending.LATE
    assert ending_of(PollStatus.OPEN, due_on, is_void=True, now=just_before) is Ending.VOID
    assert ending_of(PollStatus.HELD, due_on, is_void=False, now=end) is Ending.HELD
    assert ending_of(PollStatus.CLOSED, due_on, is_void=True, now=end) is Ending.VOID


@pytest.mark.parametrize(
    ("due_on", "started_on", "morning"),
    [
        (date(2026, 12, 4), date(2026, 11, 24), date(2026, 12, 3)),  # a Friday
        (date(2026, 12, 7), date(2026, 11, 24), date(2026, 12, 4)),  # a Monday: the Friday before
        (date(2026, 12, 6), date(2026, 11, 24), date(2026, 12, 4)),  # a Sunday
        (date(2026, 12, 4), date(2026, 12, 3), None),  # asked on that very day
        (date(2026, 11, 24), date(2026, 11, 24), None),
        (date(2026, 12, 11), date(2026, 11, 24), date(2026, 12, 9)),  # the town closes on the 10th
    ],
)
def test_the_silent_are_reminded_one_working_day_before(due_on: date, started_on: date, morning: date | None) -> None:
    found = reminder_at(due_on, started_on=started_on, closed={date(2026, 12, 10)})
    expected = datetime(morning.year, morning.month, morning.day - 1, 23, 30, tzinfo=UTC) if morning else None
    assert found == expected
