"""Who a program is for, as conditions of a few kinds that can be decided. All of a program's must hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.programs.rules.matching.words import Circumstance

WITHOUT, ATTENDS, LIVES_IN, RESIDENT = "no-", "program:", "area:", "resident"


@dataclass(frozen=True)
class AgeRange:
    """Years of age, both included; `is_guide` is 概ね: a few years outside are asked about."""

    lowest: int | None
    highest: int | None
    is_guide: bool = False


@dataclass(frozen=True)
class GradeRange:
    """School grades 1–12, both included."""

    lowest: int | None
    highest: int | None


@dataclass(frozen=True)
class Holds:
    """Something is so (一人暮らし). "Was or is" is two circumstances in an AnyOf."""

    code: Circumstance


@dataclass(frozen=True)
class Without:
    """Something is not so (要介護認定なし)."""

    code: Circumstance


@dataclass(frozen=True)
class Attends:
    """Somebody goes to another program (カフェ ← モリトルーム)."""

    program: str


@dataclass(frozen=True)
class Lives:
    """Somebody lives in an area; without one, in the municipality."""

    area: str | None = None


Term = Holds | Without | Attends | Lives


@dataclass(frozen=True)
class AnyOf:
    """One of them is enough (子どもなし or 県外)."""

    terms: tuple[Term, ...]


Condition = AgeRange | GradeRange | Term | AnyOf


def conditions_of(
    *, age_min: int | None = None, age_max: int | None = None, ages_are_guides: bool = False,
    grade_min: int | None = None, grade_max: int | None = None, all_of: Sequence[str] = (), any_of: Sequence[str] = (),
) -> tuple[Condition, ...]:  # fmt: skip
    """Conditions from how a town writes them down. ValueError for a term that is none (see `term`)."""
    found: list[Condition] = []
    if age_min is not None or age_max is not None:
        found.append(AgeRange(age_min, age_max, ages_are_guides))
    if grade_min is not None or grade_max is not None:
        found.append(GradeRange(grade_min, grade_max))
    found += map(term, all_of)
    if any_of:
        found.append(AnyOf(tuple(map(term, any_of))))
    return tuple(found)


def term(text: str) -> Term:
    """`lives-alone`, `no-cram-school`, `program:morito-room`, `area:kure`, `resident`; ValueError for anything else."""
    if text == RESIDENT:
        return Lives()
    for prefix, kind in ((ATTENDS, Attends), (LIVES_IN, Lives)):
        if text.startswith(prefix) and len(text) > len(prefix):
            return kind(text.removeprefix(prefix))
    if text.startswith(WITHOUT):
        return Without(Circumstance(text.removeprefix(WITHOUT)))
    return Holds(Circumstance(text))


def text_of(wanted: Term) -> str:
    """How a term is written down; `term` reads it back."""
    match wanted:
        case Holds():
            return wanted.code.value
        case Without():
            return WITHOUT + wanted.code.value
        case Attends():
            return ATTENDS + wanted.program
        case Lives():
            return LIVES_IN + wanted.area if wanted.area else RESIDENT


def terms_in(conditions: Sequence[Condition]) -> list[Term]:
    """Everything conditions ask for beside ages and grades, alternatives included."""
    found: list[Term] = []
    for condition in conditions:
        if isinstance(condition, AnyOf):
            found += condition.terms
        elif not isinstance(condition, AgeRange | GradeRange):
            found.append(condition)
    return found
