"""気づき: one sentence that names nobody."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, StringConstraints
from pydantic_core import PydanticCustomError

from services.programs.models import KizukiNote
from services.programs.rules.naming import names_somebody
from services.programs.schemas.base import Form
from shared.contracts.words import Theme
from shared.web.text import Reference, ShortText


def _names_nobody(text: str) -> str:
    if naming := names_somebody(text):
        raise PydanticCustomError(naming.value, "The sentence points at somebody")
    return text


Sentence = Annotated[ShortText, StringConstraints(min_length=1), AfterValidator(_names_nobody)]


class KizukiForm(Form):
    """One sentence, what it is about, and where."""

    request_id: Reference
    sentence: Sentence
    theme: Theme
    area: Reference | None = None


class KizukiView(BaseModel):
    """A note as coordinators read it."""

    id: str
    sentence: str
    theme: Theme
    area: str | None
    noted_at: datetime

    @classmethod
    def of(cls, note: KizukiNote) -> "KizukiView":
        return cls.model_validate(note.model_dump())
