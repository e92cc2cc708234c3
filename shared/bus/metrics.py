"""FastStream's Prometheus middleware with bounded labels: a fact's type, never its concrete subject."""

from collections.abc import Sequence
from typing import Any

from faststream.message import StreamMessage
from faststream.prometheus import ConsumeAttrs, MetricsSettingsProvider
from faststream.prometheus.middleware import PrometheusMiddleware
from faststream.response import PublishCommand
from prometheus_client import CollectorRegistry


class FactAttributes(MetricsSettingsProvider[Any, PublishCommand]):
    """Labels and sizes of one batch."""

    messaging_system = "nats"

    def get_consume_attrs_from_message(self, msg: StreamMessage[Any]) -> ConsumeAttrs:
        raw = msg.raw_message
        messages: Sequence[Any] = raw if isinstance(raw, list) else [raw]
        return {
            "destination_name": type_of(messages[0].subject),
            "message_size": sum(len(message.data) for message in messages),
            "messages_count": len(messages),
        }

    def get_publish_destination_name_from_cmd(self, cmd: PublishCommand) -> str:
        return type_of(cmd.destination)


def type_of(wire_subject: str) -> str:
    """`intake.case_proposed.v1.39401` → `intake.case_proposed.v1`."""
    kind, _, last = wire_subject.rpartition(".")
    return kind if last.isdigit() else wire_subject


def prometheus_middleware(service: str, registry: CollectorRegistry) -> PrometheusMiddleware[Any, Any]:
    """One observation a batch, under FastStream's metric names."""
    return PrometheusMiddleware(
        settings_provider_factory=lambda _message: FactAttributes(), registry=registry, app_name=service
    )
