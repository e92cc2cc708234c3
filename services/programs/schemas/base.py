"""What all shapes of programs' requests share."""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError


class Form(BaseModel):
    """Base of what people send: unknown fields are refused, so that a typing error is not silently dropped."""

    model_config = ConfigDict(extra="forbid")


Once = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,64}$")]
"""The key of one form as it was shown: sent again, by a double tap or a queue on a phone, it changes nothing more."""


def _of_japan(at: time) -> time:
    if at.tzinfo is not None:
        raise PydanticCustomError("time_zone", "A time of day in Japan, without a zone")
    return at


LocalTime = Annotated[time, AfterValidator(_of_japan)]
"""A time of day in Japan; one with a zone of its own is refused."""
