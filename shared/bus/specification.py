"""How a reaction shows in the AsyncAPI document: the fact itself, not the list a batch handler gets."""

from typing import Any

from faststream._internal.endpoint.subscriber.call_item import CallsCollection
from faststream.nats.configs import NatsBrokerConfig
from faststream.nats.subscriber.config import NatsSubscriberSpecificationConfig
from faststream.nats.subscriber.specification import NatsSubscriberSpecification

from shared.contracts.base import ENVELOPE, Event


class FactSpecification(NatsSubscriberSpecification):
    """The channel of one consumer of `event`."""

    __slots__ = ("_event",)

    def __init__(
        self,
        event: type[Event],
        outer: NatsBrokerConfig,
        config: NatsSubscriberSpecificationConfig,
        calls: CallsCollection[Any],
    ) -> None:
        super().__init__(outer, config, calls)
        self._event = event

    def get_payloads(self) -> list[tuple[dict[str, Any], str]]:
        """The JSON body: the envelope travels in headers."""
        return [(body_schema(self._event), self._event.__name__)]


def body_schema(event: type[Event]) -> dict[str, Any]:
    """JSON Schema of what `Event.body` writes."""
    schema = event.model_json_schema(mode="serialization")
    properties = {name: value for name, value in schema.get("properties", {}).items() if name not in ENVELOPE}
    required = [name for name in schema.get("required", []) if name not in ENVELOPE]
    return {**schema, "properties": properties, "required": required}
