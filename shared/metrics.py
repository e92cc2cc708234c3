"""Prometheus metrics of one service; each carries the service as a label, none an id."""

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # the library has no types here

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """What all services measure; names follow `yui_<noun>_<unit>_total`."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self.build = self._gauge("yui_build_info", "Always 1: which version runs.", "version")
        self._of_doors()
        self._of_rows()
        self._of_bus()
        self.loop_delay = self._gauge("yui_event_loop_delay_seconds", "How late the event loop was at the last look.")

    def _of_doors(self) -> None:
        self.request_seconds = self._histogram(
            "yui_http_request_duration_seconds", "Time to answer, by route template.", "method", "route", "status",
            buckets=SECONDS,
        )  # fmt: skip
        self.server_errors = self._counter(
            "yui_http_errors_total", "Answers that were our own failure (5xx), those of health doors left out."
        )

    def _of_rows(self) -> None:
        self.pool = self._gauge(
            "yui_database_pool_connections", "Connections to the database, by what they do.", "state"
        )
        self.pool_limit = self._gauge("yui_database_pool_limit_connections", "The most connections this process opens.")
        self.outbox_depth = self._gauge("yui_outbox_rows", "Facts not yet on the bus.")
        self.outbox_age = self._gauge("yui_outbox_oldest_age_seconds", "Age of the oldest fact not yet on the bus.")
        self.dead_letters = self._gauge("yui_dead_letters_rows", "Messages nobody could handle, waiting for a person.")

    def _of_bus(self) -> None:
        self.consumer_lag = self._gauge("yui_consumer_lag_messages", "Messages pending or being handled.", "consumer")
        self.bus_joined = self._gauge(
            "yui_bus_joined", "1 while a service is connected to the bus and listens, 0 while it is not."
        )
        self.topology_missing = self._gauge(
            "yui_topology_missing", "Own streams and durables that are not on the bus; a service waits for them."
        )
        self.relay_batch = self._histogram(
            "yui_relay_batch_facts", "Facts the relay carried to the bus at once.",
            buckets=(1, 4, 16, 64, 256, 512, 1000),
        )  # fmt: skip
        self.outbox_published = self._counter(
            "yui_outbox_published_total", "Facts carried from the outbox to the bus; carried again counts again."
        )

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(name, meaning, ["service", *labels], registry=self.registry)

    def _counter(self, name: str, meaning: str) -> Counter:
        return Counter(name, meaning, ["service"], registry=self.registry)

    def _histogram(self, name: str, meaning: str, *labels: str, buckets: Sequence[float]) -> Histogram:
        return Histogram(name, meaning, ["service", *labels], buckets=buckets, registry=self.registry)
