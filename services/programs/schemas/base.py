"""What all shapes of programs' requests share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Form(BaseModel):
    """Base of what people send: unknown fields are refused, so that a typing error is not silently dropped."""

    model_config = ConfigDict(extra="forbid")


Once = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,64}$")]
"""The key of one form as it was shown: sent again, by a double tap or a queue on a phone, it changes nothing more."""
