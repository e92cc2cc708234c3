"""Prometheus metrics of one service; each carries the service as a label, none an id."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # the library has no types here

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """What all services measure; names follow `yui_<noun>_<unit>_total`."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self.build = Gauge(
            "yui_build_info", "Always 1: which version runs.", ["service", "version"], registry=self.registry
        )
        self.pool = Gauge(
            "yui_database_pool_connections", "Connections to the database, by what they do.", ["service", "state"],
            registry=self.registry,
        )  # fmt: skip
        self.pool_limit = Gauge(
            "yui_database_pool_limit_connections", "The most connections this process opens.", ["service"],
            registry=self.registry,
        )  # fmt: skip
        self.request_seconds = Histogram(
            "yui_http_request_duration_seconds", "Time to answer, by route template.",
            ["service", "method", "route", "status"], buckets=SECONDS, registry=self.registry,
        )  # fmt: skip
        self.server_errors = Counter(
            "yui_http_errors_total", "Answers that were our own failure (5xx), those of health doors left out.",
            ["service"], registry=self.registry,
        )  # fmt: skip
        self.outbox_depth = Gauge("yui_outbox_rows", "Facts not yet on the bus.", ["service"], registry=self.registry)
        self.outbox_age = Gauge(
            "yui_outbox_oldest_age_seconds", "Age of the oldest fact not yet on the bus.", ["service"],
            registry=self.registry,
        )  # fmt: skip
        self.dead_letters = Gauge(
            "yui_dead_letters_rows", "Messages nobody could handle, waiting for a person.", ["service"],
            registry=self.registry,
        )  # fmt: skip
        self.consumer_lag = Gauge(
            "yui_consumer_lag_messages", "Messages pending or being handled.", ["service", "consumer"],
            registry=self.registry,
        )  # fmt: skip
        self.relay_batch = Histogram(
            "yui_relay_batch_facts", "Facts the relay carried to the bus at once.", ["service"],
            buckets=(1, 4, 16, 64, 256, 512, 1000), registry=self.registry,
        )  # fmt: skip
        self.outbox_published = Counter(
            "yui_outbox_published_total", "Facts carried from the outbox to the bus; carried again counts again.",
            ["service"], registry=self.registry,
        )  # fmt: skip
        self.loop_delay = Gauge(
            "yui_event_loop_delay_seconds", "How late the event loop was at the last look.", ["service"],
            registry=self.registry,
        )  # fmt: skip
