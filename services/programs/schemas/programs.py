"""Shapes of programs as people read and edit them."""

from typing import Self

from pydantic import BaseModel

from services.programs.models import Program


class ProgramView(BaseModel):
    """A program as residents read it."""

    id: str
    name: str
    area: str | None
    purpose: str
    audience: str
    content: str
    place: str

    @classmethod
    def of(cls, program: Program) -> Self:
        return cls.model_validate(program.model_dump())
