"""参加支援: the table of cases, ages and grades by the law's days, three-valued logic, order."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.programs.rules.matching import (
    AgeRange,
    AnyOf,
    Attends,
    Circumstance,
    Condition,
    Facts,
    GradeRange,
    Holds,
    Lives,
    Point,
    Span,
    Verdict,
    Why,
    Without,
    age_on,
    answer,
    born_at_age,
    born_in,
    conditions_of,
    grade_on,
    judge,
    kilometres_between,
    middle_of,
    next_april,
    rank,
)
from tests.services.programs.matching_cases import CASES, TODAY, Case, answered

YES, ASK, NO = Verdict.YES, Verdict.ASK, Verdict.NO


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.program}: {case.who} → {case.verdict}")
def test_the_cases_of_nankoku(case: Case) -> None:
    found = answered(case)
    assert (found.verdict, found.change.verdict if found.change else None) == (case.verdict, case.from_april)
    assert found.change is None or (found.change.on == date(2027, 4, 1) and found.change.findings)


def test_each_condition_gives_its_reason() -> None:
    fifty_two = next(case for case in CASES if case.who.startswith("52歳"))
    ages, withdrawn = answered(fifty_two).findings
    assert (ages.verdict, ages.why, ages.seen) == (ASK, Why.NEAR, (52, 52))
    assert (withdrawn.verdict, [part.why for part in withdrawn.parts]) == (YES, [Why.UNKNOWN, Why.HOLDS, Why.UNKNOWN])


@pytest.mark.parametrize(
    ("born", "day", "grade"),
    [
        (date(2017, 4, 1), date(2026, 4, 1), 4),
        (date(2017, 4, 2), date(2026, 4, 1), 3),
        (date(2018, 4, 1), date(2026, 4, 1), 3),
        (date(2018, 4, 2), date(2026, 4, 1), 2),
        (date(2017, 4, 2), date(2027, 3, 31), 3),
        (date(2017, 4, 2), date(2027, 4, 1), 4),
        (date(2020, 4, 1), date(2026, 4, 1), 1),
        (date(2020, 4, 2), date(2026, 4, 1), 0),
        (date(2008, 4, 2), date(2027, 3, 31), 12),
        (date(2008, 4, 2), date(2027, 4, 1), 13),
    ],
)
def test_a_school_year_has_the_births_from_2_april_to_1_april(born: date, day: date, grade: int) -> None:
    assert grade_on(born, day) == grade


def test_a_year_is_completed_on_the_eve_of_the_birthday() -> None:
    assert [age_on(date(2000, 11, 25), date(2026, 11, day)) for day in (23, 24, 25)] == [25, 26, 26]
    assert [age_on(date(2000, 2, 29), day) for day in (date(2026, 2, 27), date(2026, 2, 28))] == [25, 26]


DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(age=st.integers(0, 110), today=DAYS)
def test_an_age_means_just_those_days_of_birth(age: int, today: date) -> None:
    first, last = born_at_age(age, today)
    ordinals = (first.toordinal() - 1, first.toordinal(), last.toordinal(), last.toordinal() + 1)
    around = [age_on(date.fromordinal(ordinal), today) for ordinal in ordinals]
    assert around == [age + 1, age, age, age - 1]


@given(birth=st.dates(date(2005, 1, 1), date(2020, 1, 1)), today=DAYS)
def test_who_goes_to_school_is_a_grade_further_in_april_whoever_says_what(birth: date, today: date) -> None:
    now, then = grade_on(birth, today), grade_on(birth, next_april(today))
    assert then in ((now + 1,) if 0 < now < 13 else (now, now + 1))
    month = Facts(today, born=born_in(birth.year, birth.month))
    assert month.grades is not None
    assert month.grades.low <= now <= month.grades.high
    by_age = Facts(today, born=born_at_age(age_on(birth, today), today))
    assert by_age.grades is not None
    assert by_age.grades.low <= now <= by_age.grades.high
    if 0 < now < 13:
        said = Facts(today, grade=Span(now, now))
        assert said.ages is not None
        assert said.ages.low <= age_on(birth, today) <= said.ages.high
        assert said.next_april().grades == (then, then)


@pytest.mark.parametrize(
    ("grade", "born", "then"),
    [(0, None, (0, 1)), (0, (2020, 5), (1, 1)), (12, None, (13, 13)), (13, None, (13, 13)), (5, (2015, 4), (6, 6))],
)
def test_next_april(grade: int, born: tuple[int, int] | None, then: tuple[int, int]) -> None:
    facts = Facts(TODAY, grade=Span(grade, grade), born=born_in(*born) if born else None)
    assert facts.next_april().grades == then


HIKIKOMORI, NEET = Circumstance.HIKIKOMORI, Circumstance.NEET
EITHER = AnyOf((Holds(HIKIKOMORI), Attends("morito-room")))


@pytest.mark.parametrize(
    ("condition", "facts", "verdict"),
    [
        (Holds(NEET), Facts(TODAY), ASK),
        (Without(NEET), Facts(TODAY), ASK),
        (Without(NEET), Facts(TODAY, known={NEET: True}), NO),
        (Lives(), Facts(TODAY), ASK),
        (Lives(), Facts(TODAY, area="kure"), YES),
        (Lives("kure"), Facts(TODAY, area="kure"), YES),
        (Lives("kure"), Facts(TODAY, area="onomi"), NO),
        (Lives("kure"), Facts(TODAY, lives_here=True), ASK),
        (Lives("kure"), Facts(TODAY, lives_here=False), NO),
        (EITHER, Facts(TODAY), ASK),
        (EITHER, Facts(TODAY, known={HIKIKOMORI: False}), ASK),
        (EITHER, Facts(TODAY, known={HIKIKOMORI: False}, attends={"morito-room": False}), NO),
        (EITHER, Facts(TODAY, attends={"morito-room": True}), YES),
        (AgeRange(None, 20), Facts(TODAY, born=born_at_age(21, TODAY)), NO),
        (AgeRange(20, None), Facts(TODAY, born=born_at_age(90, TODAY)), YES),
        (AgeRange(18, 50), Facts(TODAY, born=born_at_age(51, TODAY)), NO),
        (GradeRange(10, 12), Facts(TODAY, born=born_at_age(70, TODAY)), NO),
    ],
)
def test_one_condition(condition: Condition, facts: Facts, verdict: Verdict) -> None:
    assert judge(condition, facts, margin_years=5).verdict is verdict


def test_for_everybody_and_for_nobody_knows_whom() -> None:
    assert answer((), Facts(TODAY), margin_years=5).verdict is YES
    assert answer(None, Facts(TODAY), margin_years=5).verdict is ASK


@pytest.mark.parametrize("text", ["tall", "no-tall", "program:", "area:", "no-program:x", ""])
def test_a_term_nobody_knows_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a valid Circumstance"):
        conditions_of(all_of=[text])


CODES = st.sampled_from(list(Circumstance)[:4])
TERMS = st.one_of(
    st.builds(Holds, CODES), st.builds(Without, CODES), st.builds(Attends, st.just("p")), st.just(Lives())
)
RANGES = st.builds(AgeRange, st.integers(0, 60), st.integers(40, 99), st.booleans())
CONDITIONS = st.lists(st.one_of(TERMS, RANGES, st.builds(AnyOf, st.tuples(TERMS, TERMS))), max_size=4)
MAYBE = st.sampled_from([True, False])
KNOWN_AGES = st.integers(0, 99).map(lambda age: born_at_age(age, TODAY))
FACTS = st.builds(
    Facts, st.just(TODAY), st.none() | KNOWN_AGES, st.none(), st.dictionaries(CODES, MAYBE),
    st.dictionaries(st.just("p"), MAYBE), st.none() | st.just("kure"), st.none() | MAYBE,
)  # fmt: skip


@given(conditions=CONDITIONS, facts=FACTS)
def test_it_is_never_yes_against_a_known_fact_nor_no_without_one(conditions: list[Condition], facts: Facts) -> None:
    found = answer(conditions, facts, margin_years=5)
    verdicts = [finding.verdict for finding in found.findings]
    if found.verdict is YES:
        assert set(verdicts) <= {YES}
        for condition in conditions:
            if isinstance(condition, Holds | Without):
                assert facts.known[condition.code] is isinstance(condition, Holds)
    if found.verdict is NO:
        assert NO in verdicts
    nothing_known = answer(conditions, Facts(TODAY), margin_years=5)
    assert nothing_known.verdict is (ASK if conditions else YES)


@given(conditions=CONDITIONS, facts=FACTS, known=st.dictionaries(CODES, MAYBE))
def test_knowing_more_never_turns_a_yes_or_no_round(
    conditions: list[Condition], facts: Facts, known: dict[Circumstance, bool]
) -> None:
    before = answer(conditions, facts, margin_years=5).verdict
    more = Facts(TODAY, facts.born, None, {**known, **facts.known}, facts.attends, facts.area, facts.lives_here)
    assert before is ASK or answer(conditions, more, margin_years=5).verdict is before


@given(conditions=CONDITIONS, facts=FACTS)
def test_the_order_of_conditions_does_not_matter(conditions: list[Condition], facts: Facts) -> None:
    orders = list(permutations(conditions))[:6]
    assert len({answer(order, facts, margin_years=5).verdict for order in orders}) == 1


def test_the_order_in_which_programs_are_offered() -> None:
    offered = {
        "no": rank(NO, "no", kilometres=0.1),
        "ask": rank(ASK, "ask", kilometres=0.1),
        "far": rank(YES, "far", kilometres=9, free_places=9),
        "nowhere": rank(YES, "nowhere"),
        "full": rank(YES, "full", kilometres=1.2, free_places=0),
        "few": rank(YES, "few", kilometres=1.4, free_places=1),
        "many": rank(YES, "many", kilometres=0.8, free_places=5),
        "unknown": rank(YES, "unknown", kilometres=1),
    }
    order = ["many", "few", "unknown", "full", "far", "nowhere", "ask", "no"]
    assert sorted(offered, key=offered.__getitem__) == order


def test_distances() -> None:
    kochi, nakatosa = Point(33.5594, 133.5311), Point(33.3254, 133.2294)
    assert 37 < kilometres_between(kochi, nakatosa) < 39
    assert kilometres_between(kochi, kochi) == 0
    assert middle_of([Point(33, 133), Point(34, 134)]) == (33.5, 133.5)
    assert middle_of([]) is None
