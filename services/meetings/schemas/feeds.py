"""Calendar subscriptions as people ask for them and see them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints, ValidationInfo, field_validator
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from services.meetings.schemas.base import Form
from shared.web.text import ShortText

Detail = Literal["busy", "title", "place"]


class FeedForm(Form):
    """A new calendar subscription: of one post, agency, body or area, or of all one's own posts and agencies."""

    scope: Literal["personal", "post", "agency", "body", "area"]
    key: Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9][A-Za-z0-9-]{0,63})?$")] = Described(
        "", description="which post, agency, body or area; nothing for personal", validate_default=True
    )
    detail: Detail = Described("place", description="that one is busy; the meeting's name, too; its place, too")
    name: ShortText = "Yui"

    @field_validator("key")
    @classmethod
    def _names_one(cls, key: str, found: ValidationInfo) -> str:
        if bool(key) == (found.data.get("scope") == "personal"):
            raise PydanticCustomError("key", "Name one post, agency, body or area; nothing for personal")
        return key


class SubscribeForm(Form):
    """A new subscription as the page asks for it; `client` only says whose steps to show."""

    feed: Annotated[
        str, StringConstraints(pattern=r"^(personal:|(post|agency|body|area):[A-Za-z0-9][A-Za-z0-9-]{0,63})$")
    ]
    detail: Detail = "place"
    client: Literal["google", "outlook", "apple", "android", "thunderbird"] = "google"
    name: Annotated[ShortText, StringConstraints(max_length=60)] = ""


class FeedView(BaseModel):
    """A new subscription; `url` is shown this once."""

    url: str
    reference: str
    name: str
    expires_at: datetime


class FeedRow(BaseModel):
    """A subscription as its holder meets it again: without its secret."""

    reference: str
    name: str
    scope: str
    key: str
    detail: Detail
    created_at: datetime
    expires_at: datetime
    replaced_at: datetime | None
    revoked_at: datetime | None
    fetched_at: datetime | None
    fetched_by: str | None = Described(description="the family of the calendar that fetched it last")
    is_alive: bool
