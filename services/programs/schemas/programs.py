"""Shapes of programs as people read and edit them."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, StringConstraints

from services.programs.models import Program
from services.programs.rules import ProgramKind
from services.programs.schemas.base import Form
from shared.web.text import Reference, ShortText

Name = Annotated[ShortText, StringConstraints(min_length=1, max_length=80)]
Sentence = Annotated[ShortText, StringConstraints(min_length=1, max_length=200)]


class ProgramForm(Form):
    """A program as its organiser describes it."""

    name: Name
    name_kana: ShortText = ""
    name_en: ShortText = ""
    kind: ProgramKind = ProgramKind.OTHER
    purpose: Sentence
    audience: Sentence
    content: Sentence
    plain: ShortText = ""
    summary_en: ShortText = ""
    irregular: ShortText = ""
    organiser: Reference | None = None
    venue: Reference | None = None
    place: ShortText = ""
    area: Reference | None = None
    ended_on: date | None = None


class ProgramView(BaseModel):
    """A program as residents read it."""

    id: str
    name: str
    name_kana: str
    name_en: str
    kind: ProgramKind
    area: str | None
    purpose: str
    audience: str
    content: str
    plain: str
    summary_en: str
    irregular: str
    place: str
    organiser_id: str | None
    venue_id: str | None
    verified_on: date | None
    ended_on: date | None

    @classmethod
    def of(cls, program: Program) -> Self:
        return cls.model_validate(program.model_dump())
