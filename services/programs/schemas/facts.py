"""What is known of somebody whom nobody names."""

from typing import Any, Self

from pydantic import Field as Described
from pydantic import ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from services.programs.rules.matching import Attends, Circumstance, Holds, Lives, term
from services.programs.schemas.base import Form
from services.programs.schemas.criteria import Age
from shared.web.text import Reference

RESIDENT = "resident"
MOST_FACTS = 100


class FactsForm(Form):
    """What is known. What is left out is unknown; nothing of it is kept anywhere."""

    age: Age | None = None
    born_year: int | None = Described(None, ge=1900, le=2100)
    born_month: int | None = Described(None, ge=1, le=12)
    grade: int | None = Described(None, ge=0, le=13, description="0 before school, 1–12, 13 not at school (any more)")
    area: Reference | None = None
    known: dict[str, bool] = Described(
        default={}, description="a circumstance, `resident` or `program:ID` → is it so?", validate_default=True
    )

    @field_validator("born_month")
    @classmethod
    def _with_its_year(cls, month: int | None, info: ValidationInfo) -> int | None:
        if month is not None and info.data.get("born_year", 0) is None:
            raise PydanticCustomError("year_missing", "A month of birth needs its year")
        return month

    @field_validator("known", mode="before")
    @classmethod
    def _askable(cls, known: Any) -> Any:
        """A key that is no fact is refused without being repeated: it may hold anything."""
        if not isinstance(known, dict) or len(known) > MOST_FACTS or not all(map(_is_askable, known)):
            raise PydanticCustomError("unknown_term", "There is no such fact")
        return known

    @model_validator(mode="after")
    def _who_lives_in_an_area_lives_in_the_town(self) -> Self:
        if self.area:
            self.known[RESIDENT] = True
        return self

    def circumstances(self) -> dict[Circumstance, bool]:
        """Circumstances that are known to be so, or not."""
        found = {term(key): is_so for key, is_so in self.known.items()}
        return {each.code: is_so for each, is_so in found.items() if isinstance(each, Holds)}

    def attends(self) -> dict[str, bool]:
        """Programs that somebody is known to go to, or not."""
        found = {term(key): is_so for key, is_so in self.known.items()}
        return {each.program: is_so for each, is_so in found.items() if isinstance(each, Attends)}


def _is_askable(key: Any) -> bool:
    try:
        found = term(str(key))
    except ValueError:
        return False
    return isinstance(found, Holds | Attends) or found == Lives()
