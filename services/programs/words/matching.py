"""参加支援 in words: what is asked, what each condition says, short and without system words."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from services.programs.rules.matching import (
    OUT_OF_SCHOOL,
    PRESCHOOL,
    AgeRange,
    AnyOf,
    Attends,
    Condition,
    Finding,
    GradeRange,
    Holds,
    Lives,
    Span,
    Term,
    Verdict,
    Why,
    Without,
)
from services.programs.words.circumstances import IS_NOT_SO, IS_SO
from shared.ui.words import Words

DECIDING = (Verdict.NO, Verdict.ASK, Verdict.YES)
SCHOOLS = (("高校", 10), ("中学", 7), ("小学", 1))  # each with its first grade


class Names(NamedTuple):
    """The town's names by id; programs have English ones, too."""

    programs: Mapping[str, Words]
    areas: Mapping[str, str]


def asked(term: Term, names: Names) -> Words:
    """What somebody is asked, or what a term of a condition says."""
    match term:
        case Holds():
            return IS_SO[term.code]
        case Without():
            return IS_NOT_SO[term.code]
        case Attends():
            ja, en = names.programs.get(term.program, ("", ""))
            return f"『{ja}』に通っている", f"goes to “{en}”"
        case Lives():
            area = names.areas.get(term.area or "")
            return f"{area or 'この市町村'}に住んでいる", f"lives in {area or 'this town'}"


def condition(each: Condition, names: Names) -> Words:
    """Whom one condition is for: 概ね18〜50歳, 塾に通っていない."""
    match each:
        case AgeRange() | GradeRange():
            return _range(each)
        case AnyOf():
            japanese, english = _listed(each.terms, names)
            return f"{japanese}のどれか", f"one of: {english}"
    return asked(each, names)


def reason(finding: Finding, names: Names) -> Words:
    """What one condition says about somebody, as a sentence."""
    match finding.condition:
        case AgeRange() | GradeRange():
            return _of_range(finding, finding.condition)
        case AnyOf():
            return _of_any(finding, names)
    ja, en = asked(finding.condition, names)
    return {
        Why.HOLDS: (f"「{ja}」にあてはまります", f"Yes: {en}"),
        Why.FAILS: (f"「{ja}」にあてはまりません", f"Not so: {en}"),
    }.get(finding.why, (f"「{ja}」か、わかりません", f"Not known: {en}"))


def deciding_first(findings: Iterable[Finding]) -> list[Finding]:
    """What makes a program fit or not comes first; people read one line."""
    return sorted(findings, key=lambda finding: DECIDING.index(finding.verdict))


def _of_any(finding: Finding, names: Names) -> Words:
    wanted = finding.verdict
    japanese, english = _listed((part.condition for part in finding.parts if part.verdict is wanted), names)
    return {
        Verdict.YES: (f"{japanese}にあてはまります", f"Yes: {english}"),
        Verdict.NO: (f"{japanese}のどれにもあてはまりません", f"None of these: {english}"),
    }.get(wanted, (f"{japanese}のどれかにあてはまるか、わかりません", f"Not known whether one of: {english}"))


def _of_range(finding: Finding, wanted: AgeRange | GradeRange) -> Words:
    (ja, en), seen = _range(wanted), finding.seen
    what = ("年齢", "age") if isinstance(wanted, AgeRange) else ("学年", "grade")
    if seen is None:
        return f"{what[0]}がわかりません（{ja}）", f"The {what[1]} is not known ({en})"
    said_ja, said_en = _ages(seen) if isinstance(wanted, AgeRange) else _grades(seen)
    if isinstance(wanted, GradeRange) and (seen.high <= PRESCHOOL or seen.low >= OUT_OF_SCHOOL):
        return f"{said_ja}ので、{ja}に入りません", f"Not within {en}: {said_en}"
    return {
        Why.WITHIN: (f"{said_ja}は、{ja}に入ります", f"{said_en} is within {en}"),
        Why.NEAR: (f"{said_ja}は、{ja}から少し外れます", f"{said_en} is a little outside {en}"),
        Why.EITHER: (f"{said_ja}のどちらか、誕生日で決まります（{ja}）", f"{said_en}, by the birthday ({en})"),
    }.get(finding.why, (f"{said_ja}は、{ja}に入りません", f"{said_en} is not within {en}"))


def _range(wanted: AgeRange | GradeRange) -> Words:
    low, high = wanted.lowest, wanted.highest
    if isinstance(wanted, GradeRange):
        return _grades(Span(low or 1, high or OUT_OF_SCHOOL - 1))
    about = ("概ね", "about ") if wanted.is_guide else ("", "")
    if high is None:
        return f"{about[0]}{low}歳以上", f"{about[1]}{low} or older"
    if low is None:
        return f"{about[0]}{high}歳まで", f"{about[1]}up to {high}"
    return f"{about[0]}{low}〜{high}歳", f"{about[1]}{low}–{high}"


def _ages(seen: Span) -> Words:
    if seen.low == seen.high:
        return f"{seen.low}歳", f"{seen.low}"
    return f"{seen.low}〜{seen.high}歳", f"{seen.low}–{seen.high}"


def _grades(seen: Span) -> Words:
    (low_ja, low_en), (high_ja, high_en) = grade(seen.low), grade(seen.high)
    if seen.low == seen.high:
        return low_ja, low_en
    if low_ja[:2] == high_ja[:2]:  # 小学3〜6年
        return f"{low_ja.removesuffix('年')}〜{high_ja[2:]}", f"{low_en} to {seen.high}"
    return f"{low_ja}〜{high_ja}", f"{low_en} to {high_en}"


def grade(number: int) -> Words:
    """小学3年, 中学1年, 高校2年."""
    if number <= PRESCHOOL:
        return "まだ学校に入っていない", "not at school yet"
    if number >= OUT_OF_SCHOOL:
        return "学校に通う年ではない", "no longer at school"
    name, first = next(school for school in SCHOOLS if number >= school[1])
    return f"{name}{number - first + 1}年", f"grade {number}"


def _listed(terms: Iterable[Condition], names: Names) -> Words:
    words = [condition(each, names) for each in terms]
    return "".join(f"「{ja}」" for ja, _ in words), ", ".join(en for _, en in words)
