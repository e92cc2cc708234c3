"""Whom a program is for, as towns write it down, the page edits it and the database keeps it."""

from typing import Annotated

from pydantic import AfterValidator, ValidationInfo, field_validator
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from services.programs.rules.matching import Condition, conditions_of, term
from services.programs.schemas.base import Form


def _known_term(text: str) -> str:
    try:
        term(text)
    except ValueError:
        raise PydanticCustomError("unknown_term", "There is no such condition") from None
    return text


TermText = Annotated[str, Described(max_length=80), AfterValidator(_known_term)]
Age = Annotated[int, Described(ge=0, le=120)]
Grade = Annotated[int, Described(ge=1, le=12, description="1–6 小学, 7–9 中学, 10–12 高校")]


class Criteria(Form):
    """Whom a program is for; all of it must hold. A term is a circumstance (`lives-alone`), its absence
    (`no-care-certification`), `resident`, `area:ID` or `program:ID`.
    """

    age_min: Age | None = None
    age_max: Age | None = None
    ages_are_guides: bool = Described(False, description="概ね: a few years outside are asked about")
    grade_min: Grade | None = None
    grade_max: Grade | None = None
    all_of: list[TermText] = Described(default=[], max_length=20)
    any_of: list[TermText] = Described(default=[], max_length=20)

    @field_validator("age_max", "grade_max")
    @classmethod
    def _in_order(cls, highest: int | None, info: ValidationInfo) -> int | None:
        lowest = info.data.get((info.field_name or "").replace("max", "min"))
        if highest is not None and lowest is not None and highest < lowest:
            raise PydanticCustomError("upside_down", "The highest is less than the lowest")
        return highest

    def conditions(self) -> tuple[Condition, ...]:
        """The same as the rules take it."""
        return conditions_of(**self.model_dump(include=set(Criteria.model_fields)))


class CriteriaForm(Criteria):
    """A change of whom a program is for; `version` is the one that was read, 0 when there was none."""

    version: int = Described(ge=0)

    def criteria(self) -> Criteria:
        return Criteria.model_validate(self.model_dump(exclude={"version"}))


class CriteriaView(Criteria):
    """Whom a program is for; version 0 when nobody has written it down."""

    version: int = 0
