"""A figure counted in the process, where nothing is kept in rows; shown by the same rule as those that are."""

from collections import Counter
from collections.abc import Iterable

from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from shared.figures.declared import Figure, Values
from shared.metrics import Metrics


class Tally(Collector):
    """Counts since the process began."""

    def __init__(self, declared: Figure, metrics: Metrics) -> None:
        self.declared = declared
        self._counts: Counter[Values] = Counter()
        metrics.registry.register(self)

    def count(self, values: Iterable[Values]) -> None:
        """One more of each of these combinations of labels."""
        self._counts.update(values)

    def collect(self) -> Iterable[Metric]:
        return [self.declared.family(dict(self._counts))]

    def describe(self) -> Iterable[Metric]:
        return [self.declared.described()]
