"""What all shapes of meetings' requests share."""

from pydantic import BaseModel, ConfigDict


class Form(BaseModel):
    """Base of what people send: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")
