"""What all shapes of programs' requests share."""

from pydantic import BaseModel, ConfigDict


class Form(BaseModel):
    """Base of what people send: unknown fields are refused, so that a typing error is not silently dropped."""

    model_config = ConfigDict(extra="forbid")
