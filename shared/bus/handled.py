"""What becomes of the facts a service hears, by consumer: counted for Prometheus."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Counter, Histogram

# How old a fact is when its effect is committed; "changes are visible within a minute" is read at 60.
DELAYS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)


# Older facts are no delay: a new durable reads what the stream holds, a wiped stream is filled anew.
BEYOND = 86_400.0


class _Consumer(NamedTuple):
    again: Counter
    facts: Counter
    delays: Histogram


class Handled:
    """Counters of one service's consumers; without a registry nobody reads them."""

    def __init__(self, service: str = "", registry: CollectorRegistry | None = None) -> None:
        labels = ["service", "consumer"]
        self._again = Counter(
            "yui_redeliveries_total", "Facts that came again: handled too late or not at all the time before.", labels,
            registry=registry,
        )  # fmt: skip
        self._facts = Counter(
            "yui_facts_handled_total", "Facts that had their effect; those heard before are not counted.", labels,
            registry=registry,
        )  # fmt: skip
        self._failures = Counter(
            "yui_handler_failures_total", "Facts whose handling failed; final: a dead letter, else tried again.",
            [*labels, "final"], registry=registry,
        )  # fmt: skip
        self._delays = Histogram(
            "yui_fact_delay_seconds",
            "From when a fact happened (ce-time) to the commit of its effect; facts older than a day are left out.",
            labels, buckets=DELAYS, registry=registry,
        )  # fmt: skip
        self._of = cache(lambda consumer: _Consumer(
            self._again.labels(service, consumer), self._facts.labels(service, consumer),
            self._delays.labels(service, consumer),
        ))  # fmt: skip
        self._failing = cache(lambda consumer, final: self._failures.labels(service, consumer, final))

    def begin(self, consumers: Iterable[str]) -> None:
        """Show these at nought before anything happens, so that the first failure is a step from 0 to 1."""
        for consumer in consumers:
            self._of(consumer)
            for final in ("true", "false"):
                self._failing(consumer, final)

    def came_again(self, consumer: str, facts: int) -> None:
        """So many of a batch had been delivered before."""
        if facts:
            self._of(consumer).again.inc(facts)

    def had_effect(self, consumer: str, happened_at: Iterable[datetime], now: datetime) -> None:
        """The effects of facts that happened then are committed now."""
        counting = self._of(consumer)
        for moment in happened_at:
            counting.facts.inc()
            late = (now - moment).total_seconds() if moment.tzinfo else BEYOND  # without a zone nobody can say
            if late < BEYOND:
                counting.delays.observe(max(0.0, late))

    def failed(self, consumer: str, *, final: bool) -> None:
        """A fact's handling failed; `final`: it became a dead letter."""
        self._failing(consumer, "true" if final else "false").inc()
