"""Is this program for somebody? Yes, no or ask, with what each condition says (three-valued: Kleene's logic)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.programs.rules.matching.ages import Span
from services.programs.rules.matching.conditions import (
    AgeRange,
    AnyOf,
    Attends,
    Condition,
    GradeRange,
    Holds,
    Lives,
    Without,
)
from services.programs.rules.matching.facts import Facts
from services.programs.rules.matching.words import Verdict, Why

CERTAIN = {True: (Verdict.YES, Why.HOLDS), False: (Verdict.NO, Why.FAILS), None: (Verdict.ASK, Why.UNKNOWN)}


@dataclass(frozen=True)
class Finding:
    """What one condition says. `seen`: the ages or grades it was held against; `parts`: those of an AnyOf."""

    condition: Condition
    verdict: Verdict
    why: Why
    seen: Span | None = None
    parts: tuple["Finding", ...] = ()


@dataclass(frozen=True)
class Change:
    """What is different from the next 1 April on, and the findings that make it so."""

    on: date
    verdict: Verdict
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Answer:
    """A program's answer to a person's facts."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    change: Change | None = None


def answer(conditions: Sequence[Condition] | None, facts: Facts, *, margin_years: int) -> Answer:
    """All conditions must hold; a program without any is for everybody, one whose conditions nobody wrote down (None)
    is asked. `margin_years`: how far outside of ages that are guides is still worth asking.
    """
    if conditions is None:
        return Answer(Verdict.ASK, ())
    now = _findings(conditions, facts, margin_years)
    then_facts = facts.next_april()
    then = _findings(conditions, then_facts, margin_years)
    verdict, later = _all(now), _all(then)
    if later is verdict:
        return Answer(verdict, now)
    new = tuple(after for before, after in zip(now, then, strict=True) if after.verdict is not before.verdict)
    return Answer(verdict, now, Change(then_facts.day, later, new))


def judge(condition: Condition, facts: Facts, *, margin_years: int) -> Finding:
    """What one condition says about the facts."""
    match condition:
        case AgeRange():
            return _in_range(condition, facts.ages, margin_years if condition.is_guide else 0)
        case GradeRange():
            return _in_range(condition, facts.grades, 0)
        case AnyOf():
            return _any_of(condition, facts, margin_years)
        case Holds():
            holds = facts.known.get(condition.code)
        case Without():
            holds = None if (known := facts.known.get(condition.code)) is None else not known
        case Attends():
            holds = facts.attends.get(condition.program)
        case Lives():
            holds = _lives(condition, facts)
    return Finding(condition, *CERTAIN[holds])


def _findings(conditions: Sequence[Condition], facts: Facts, margin_years: int) -> tuple[Finding, ...]:
    return tuple(judge(condition, facts, margin_years=margin_years) for condition in conditions)


def _all(findings: Iterable[Finding]) -> Verdict:
    verdicts = {finding.verdict for finding in findings}
    return next((verdict for verdict in (Verdict.NO, Verdict.ASK) if verdict in verdicts), Verdict.YES)


def _any_of(condition: AnyOf, facts: Facts, margin_years: int) -> Finding:
    parts = _findings(condition.terms, facts, margin_years)
    verdicts = {part.verdict for part in parts}
    verdict = next((each for each in (Verdict.YES, Verdict.ASK) if each in verdicts), Verdict.NO)
    why = {Verdict.YES: Why.HOLDS, Verdict.ASK: Why.UNKNOWN, Verdict.NO: Why.FAILS}[verdict]
    return Finding(condition, verdict, why, parts=parts)


def _in_range(condition: AgeRange | GradeRange, seen: Span | None, margin: int) -> Finding:
    if seen is None:
        return Finding(condition, Verdict.ASK, Why.UNKNOWN)
    low = seen.low if condition.lowest is None else condition.lowest
    high = seen.high if condition.highest is None else condition.highest
    if low <= seen.low and seen.high <= high:
        return Finding(condition, Verdict.YES, Why.WITHIN, seen)
    outside = max(low - seen.high, seen.low - high)
    if outside <= 0:
        return Finding(condition, Verdict.ASK, Why.EITHER, seen)
    if outside <= margin:
        return Finding(condition, Verdict.ASK, Why.NEAR, seen)
    return Finding(condition, Verdict.NO, Why.OUTSIDE, seen)


def _lives(condition: Lives, facts: Facts) -> bool | None:
    """Who lives in an area lives in the town; who lives elsewhere lives in none of its areas."""
    if condition.area is None:
        return True if facts.area else facts.lives_here
    if facts.area:
        return facts.area == condition.area
    return False if facts.lives_here is False else None
