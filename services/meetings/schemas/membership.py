"""Who makes up a body and what it may speak of, as people edit it."""

from typing import Any, Self

from pydantic import Field as Described
from pydantic import ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from services.meetings.models import Body
from services.meetings.rules.themes import THEMES
from services.meetings.schemas.base import Form
from shared.contracts.words import ItemKind, LegalBasis
from shared.web.text import Reference


class MembershipForm(Form):
    """A body's posts, its quorum, its lanes, the themes that come to it, and the body whose sittings it shares."""

    version: int | None = Described(None, description="the body's version on the page that was edited")
    leader: Reference | None = None
    deputy: Reference | None = None
    required: list[Reference] = Described(default=[], max_length=30, description="posts that always come")
    by_agenda: list[Reference] = Described(default=[], max_length=30, description="posts that the agenda calls")
    quorum: int | None = Described(None, ge=1, le=30)
    lanes: list[LegalBasis] = Described(min_length=1, max_length=3)
    takes: list[ItemKind] = Described(default=[], max_length=4, description="kinds of lines without a case")
    sits_with: Reference | None = None

    @field_validator("deputy")
    @classmethod
    def _another_post(cls, deputy: str | None, found: ValidationInfo) -> str | None:
        if deputy and deputy == found.data.get("leader"):
            raise PydanticCustomError("same_post", "The deputy is another post than the leader")
        return deputy

    @field_validator("takes")
    @classmethod
    def _themes(cls, takes: list[ItemKind], found: ValidationInfo) -> list[ItemKind]:
        if not THEMES.issuperset(takes):
            raise PydanticCustomError("theme", "Cases come by themselves")
        if takes and LegalBasis.NONE not in found.data.get("lanes", []):
            raise PydanticCustomError("lane", "A body that takes themes speaks in the lane without a person")
        return takes

    @classmethod
    def of(cls, body: Body) -> Self:
        """As the body is now."""
        return cls.model_validate({**body.model_dump(include=set(cls.model_fields)), "lanes": body.lanes or LANES})

    def columns(self) -> dict[str, Any]:
        """The body's columns that this sets."""
        return self.model_dump(mode="json", exclude={"version"})


LANES = [basis.value for basis in LegalBasis]
