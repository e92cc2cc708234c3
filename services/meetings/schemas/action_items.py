"""やること as it is asked for and shown."""

from datetime import date
from typing import Self

from pydantic import BaseModel
from pydantic import Field as Described

from services.meetings.models import ActionItem
from services.meetings.schemas.base import Form
from shared.contracts.words import InviteeKind, TaskKind
from shared.web.text import Reference


class ActionForm(Form):
    """Something to do, from a line of the sitting or (without `item_id`) from the sitting itself."""

    request_id: Reference
    item_id: Reference | None = None
    kind: TaskKind
    owner_kind: InviteeKind
    owner: Reference
    due_on: date


class ActionView(BaseModel):
    """Something to do, with its owner's name."""

    id: str
    case_ref: str | None
    kind: TaskKind
    owner_kind: InviteeKind
    owner: str
    owner_name: str
    due_on: date
    status: str = Described(description="open, done, dropped")

    @classmethod
    def of(cls, row: ActionItem, owner_name: str) -> Self:
        return cls.model_validate({**row.model_dump(), "owner_name": owner_name})
