"""JetStream's figures under the names of the official prometheus-nats-exporter, for a town that has none beside it.

Read over the bus itself, so that the embedded server needs no open monitoring port; what the exporter labels besides
(cluster, leader, account id) does not exist there. https://github.com/nats-io/prometheus-nats-exporter, jsz collector.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nats.js import JetStreamContext
from nats.js.api import ConsumerInfo, StreamInfo
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from shared.bus.topology import STREAMS

SERVER = {
    "jetstream_server_max_storage": "JetStream Max Storage",
    "jetstream_server_total_streams": "Total number of streams in JetStream",
    "jetstream_server_total_consumers": "Total number of consumers in JetStream",
    "jetstream_server_total_messages": "Total number of stored messages in JetStream",
    "jetstream_server_total_message_bytes": "Total number of bytes stored in JetStream",
}
STREAM = {
    "jetstream_stream_total_messages": "Total number of messages from a stream",
    "jetstream_stream_total_bytes": "Total stored bytes from a stream",
    "jetstream_stream_consumer_count": "Total number of consumers from a stream",
}
CONSUMER = {
    "jetstream_consumer_num_pending": "Number of pending messages from a consumer",
    "jetstream_consumer_num_ack_pending": "Number of pending acks from a consumer",
    "jetstream_consumer_num_redelivered": "Number of redelivered messages from a consumer",
    "jetstream_consumer_num_waiting": "Number of inflight fetch requests from a pull consumer",
}
NAMES = (*SERVER, *STREAM, *CONSUMER)
Labels = tuple[str, ...]


class _Once(Collector):
    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


async def server_figures(js: JetStreamContext, *, max_storage: int) -> bytes:
    """Prometheus text; `max_storage` in octets is what the server was started with.

    Raises nats.errors.Error without a connection.
    """
    streams = [await js.stream_info(name) for name in STREAMS]
    consumers = [each for name in STREAMS for each in await js.consumers_info(name)]
    registry = CollectorRegistry()
    registry.register(_Once([*_of_server(streams, max_storage), *_of_streams(streams), *_of_consumers(consumers)]))
    return generate_latest(registry)


def _of_server(streams: list[StreamInfo], max_storage: int) -> Iterator[Metric]:
    values = (
        max_storage, len(streams), sum(each.state.consumer_count for each in streams),
        sum(each.state.messages for each in streams), sum(each.state.bytes for each in streams),
    )  # fmt: skip
    for (name, text), value in zip(SERVER.items(), values, strict=True):
        yield _family(name, text, (), {(): value})


def _of_streams(streams: list[StreamInfo]) -> Iterator[Metric]:
    rows = [(each.state.messages, each.state.bytes, each.state.consumer_count) for each in streams]
    for number, (name, text) in enumerate(STREAM.items()):
        values = {(each.config.name or "",): row[number] for each, row in zip(streams, rows, strict=True)}
        yield _family(name, text, ("stream_name",), values)


def _of_consumers(consumers: list[ConsumerInfo]) -> Iterator[Metric]:
    for name, text in CONSUMER.items():
        field = name.removeprefix("jetstream_consumer_")
        values: dict[Labels, float] = {(each.stream_name, each.name): getattr(each, field) or 0 for each in consumers}
        yield _family(name, text, ("stream_name", "consumer_name"), values)


def _family(name: str, text: str, labels: Labels, values: Mapping[Any, float]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=labels)
    for each, value in values.items():
        family.add_metric(each, value)
    return family
