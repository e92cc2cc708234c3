"""The base of every fact: a frozen past-tense value with CloudEvents 1.0 attributes as headers (binary mode)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from shared.clock import new_id, utc_now

ENVELOPE = frozenset({
    "event_id", "occurred_at", "municipality", "aggregate_id", "aggregate_version", "correlation_id", "causation_id",
    "traceparent",
})  # fmt: skip


_NOT_IN_THE_BODY = set(ENVELOPE)
_OTHER_TYPE = InitErrorDetails(
    type=PydanticCustomError("other_type", "the fact is of another type"), loc=("ce_type",), input=None
)
_BODY: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


class Event(BaseModel):
    """One fact that happened.

    `subject` is the fact's address and CloudEvents `type` (`intake.case_proposed.v1`); on the wire the municipality's
    national code follows it (`intake.case_proposed.v1.39401`), so that a tenant can be routed and walled off.
    The eight envelope fields travel as headers, the others are the JSON body.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    subject: ClassVar[str]

    event_id: str = Field(default_factory=new_id, description="UUIDv7, also Nats-Msg-Id and ce-id")
    occurred_at: datetime = Field(default_factory=utc_now, description="UTC")
    municipality: str = Field(pattern=r"^[0-9]{5}$", description="national 5-digit code of the municipality (tenant)")
    aggregate_id: str = Field(description="what the fact is about: a reference such as C-2026-0042, never a name")
    aggregate_version: int = Field(default=1, ge=1, description="grows by one with each fact about the aggregate")
    correlation_id: str | None = Field(default=None, description="shared by all facts that one command set off")
    causation_id: str | None = Field(default=None, description="the event that caused this one")
    traceparent: str | None = Field(default=None, description="the span it was told in (W3C Trace Context), if any")

    @classmethod
    def type_(cls) -> str:
        """CloudEvents type: the subject without a municipality."""
        return cls.subject

    @classmethod
    def filter_subject(cls) -> str:
        """What a durable consumer filters on: this fact from every municipality."""
        return f"{cls.subject}.*"

    @classmethod
    def source(cls) -> str:
        """The publishing service: the first word of the subject."""
        return cls.subject.partition(".")[0]

    def wire_subject(self) -> str:
        """The NATS subject this very event is published on."""
        return f"{self.subject}.{self.municipality}"

    def headers(self) -> dict[str, str]:
        """CloudEvents attributes (binary content mode) plus Nats-Msg-Id for the stream's duplicate window."""
        headers = {
            "ce-specversion": "1.0",
            "ce-id": self.event_id,
            "ce-type": self.subject,
            "ce-source": f"/yui/{self.source()}",
            "ce-subject": self.aggregate_id,
            "ce-time": self.occurred_at.isoformat(),
            "ce-municipality": self.municipality,
            "ce-aggregateversion": str(self.aggregate_version),
            "content-type": "application/json",
            "Nats-Msg-Id": self.event_id,
        }
        if self.correlation_id:
            headers["ce-correlationid"] = self.correlation_id
        if self.causation_id:
            headers["ce-causationid"] = self.causation_id
        if self.traceparent:
            headers["ce-traceparent"] = self.traceparent  # CloudEvents' distributed tracing extension
        return headers

    def payload(self) -> bytes:
        """The JSON body: everything but the envelope."""
        return self.model_dump_json(exclude=_NOT_IN_THE_BODY).encode()

    @classmethod
    def read(cls, headers: Mapping[str, str], body: bytes) -> Self:
        """Rebuild the event from a message.

        Raises pydantic.ValidationError when the body or a header is not this fact. That it is said to be of this type
        is looked at, since the bus does not check on which subject an answer, or a fact pulled, is put
        (docs/decisions/0041).
        """
        if headers.get("ce-type") != cls.subject:
            raise ValidationError.from_exception_data(cls.__name__, [_OTHER_TYPE])
        envelope: dict[str, Any] = {
            "event_id": headers.get("ce-id"),
            "occurred_at": headers.get("ce-time"),
            "municipality": headers.get("ce-municipality"),
            "aggregate_id": headers.get("ce-subject"),
            "aggregate_version": headers.get("ce-aggregateversion"),
            "correlation_id": headers.get("ce-correlationid"),
            "causation_id": headers.get("ce-causationid"),
            "traceparent": headers.get("ce-traceparent"),
        }
        return cls.model_validate({**_BODY.validate_json(body), **envelope})
