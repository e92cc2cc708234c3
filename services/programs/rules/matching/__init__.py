"""参加支援: which programs are for somebody, decided from facts that name nobody. No I/O, no clock."""

from services.programs.rules.matching.ages import (
    OUT_OF_SCHOOL,
    PRESCHOOL,
    Births,
    Span,
    age_on,
    ages_on,
    born_at_age,
    born_in,
    grade_on,
    next_april,
)
from services.programs.rules.matching.conditions import (
    AgeRange,
    AnyOf,
    Attends,
    Condition,
    GradeRange,
    Holds,
    Lives,
    Term,
    Without,
    conditions_of,
    term,
    terms_in,
    text_of,
)
from services.programs.rules.matching.facts import Facts
from services.programs.rules.matching.judging import Answer, Change, Finding, answer, judge
from services.programs.rules.matching.ranking import Point, Rank, kilometres_between, middle_of, rank
from services.programs.rules.matching.words import AcceptanceReason, Approver, Circumstance, Verdict, Why

__all__ = [
    "OUT_OF_SCHOOL", "PRESCHOOL", "AcceptanceReason", "AgeRange", "Answer", "AnyOf", "Approver", "Attends", "Births",
    "Change", "Circumstance", "Condition", "Facts", "Finding", "GradeRange", "Holds", "Lives", "Point", "Rank", "Span",
    "Term", "Verdict", "Why", "Without", "age_on", "ages_on", "answer", "born_at_age", "born_in", "conditions_of",
    "grade_on", "judge", "kilometres_between", "middle_of", "next_april", "rank", "term", "terms_in", "text_of",
]  # fmt: skip
