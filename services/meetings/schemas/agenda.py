"""Lines that who leads a sitting adds, moves and lengthens by hand."""

from typing import Annotated, Self

from pydantic import BaseModel, StringConstraints, model_validator
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from services.meetings.models import AgendaItem
from services.meetings.schemas.base import Form
from services.meetings.schemas.sittings import CaseRef
from shared.contracts.words import ItemKind, Theme
from shared.web.text import Reference, ShortText

Minutes = Annotated[int, Described(ge=1, le=240)]


class LineForm(Form):
    """A new line: a case the town speaks of, or a theme with a sentence that names nobody."""

    request_id: Reference
    case_ref: CaseRef | None = None
    theme: Theme | None = None
    title: Annotated[ShortText, StringConstraints(max_length=80)] = ""
    minutes: Minutes | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.case_ref is None) == (self.theme is None):
            raise PydanticCustomError("one_of", "Give case_ref or theme, not both")
        return self


class StepsForm(Form):
    """How far a line moves among the others: up is negative."""

    steps: int = Described(ge=-50, le=50)


class LengthForm(Form):
    """How long a line may take."""

    minutes: Minutes


class LineView(BaseModel):
    """A line as who put it there sees it."""

    id: str
    kind: ItemKind
    case_ref: str | None
    theme: Theme | None
    minutes: int

    @classmethod
    def of(cls, item: AgendaItem) -> Self:
        return cls.model_validate(item.model_dump())
