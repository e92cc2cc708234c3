"""A family of figures, declared once: the document is made from it without rows, the figures with them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from typing import TypeVar

from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.utils import floatToGoString

from shared.figures.fives import in_fives


@dataclass(frozen=True)
class Shape:
    """Values that can't be listed beforehand: what they are in words, and what they look like."""

    words: str
    pattern: str

    def __contains__(self, value: object) -> bool:
        return isinstance(value, str) and re.fullmatch(self.pattern, value, re.ASCII) is not None


MUNICIPALITIES = Shape("national codes of municipalities", r"\d{5}")
Allowed = Sequence[str] | Shape
Values = tuple[str, ...]
T = TypeVar("T")


class Kind(StrEnum):
    """Prometheus' types."""

    GAUGE = "gauge"
    COUNTER = "counter"
    HISTOGRAM = "histogram"


@dataclass(frozen=True)
class Figure:
    """`labels` are those beside `service`, each with the values it may have; a histogram's `buckets` end without +Inf.

    `counts_people` (people, households, cases, consultations, referrals, registrations, matches): shown in fives, and a
    histogram of them has no sum.
    """

    service: str
    name: str
    help: str
    kind: Kind = Kind.GAUGE
    labels: Mapping[str, Allowed] = field(default_factory=dict)
    buckets: tuple[float, ...] = ()
    counts_people: bool = False

    def family(self, values: Mapping[Values, float]) -> Metric:
        """One sample for each combination of labels; those that must be and were not counted are 0.

        Raises ValueError for a label's value that was not declared.
        """
        made = CounterMetricFamily if self.kind is Kind.COUNTER else GaugeMetricFamily
        family = made(self.name, self.help, labels=["service", *self.labels])
        for labels, value in self._complete(values, 0.0).items():
            family.add_metric([self.service, *labels], in_fives(int(value)) if self.counts_people else value)
        return family

    def alone(self, value: float) -> Metric:
        """The one sample of a figure without labels of its own."""
        return self.family({(): value})

    def histogram(self, counted: Mapping[Values, Sequence[int]]) -> Metric:
        """`counted`: how many were at most each of `buckets`, and last how many there are."""
        family = HistogramMetricFamily(self.name, self.help, labels=["service", *self.labels])
        bounds = [*map(floatToGoString, self.buckets), "+Inf"]
        for labels, counts in self._complete(counted, [0] * len(bounds)).items():
            shown = [in_fives(count) if self.counts_people else count for count in counts]
            family.add_metric([self.service, *labels], list(zip(bounds, shown, strict=True)), sum_value=None)
        return family

    def described(self) -> Metric:
        """The family without samples."""
        return Metric(self.name.removesuffix("_total"), self.help, self.kind)

    def _complete(self, values: Mapping[Values, T], nothing: T) -> dict[Values, T]:
        if wrong := [labels for labels in values if not self.allows(labels)]:
            raise ValueError(f"{self.name} has no {', '.join(wrong[0])}")
        return dict.fromkeys(self._expected(), nothing) | dict(values)

    def _expected(self) -> Iterator[Values]:
        """Every combination, unless a label is open."""
        closed = [allowed for allowed in self.labels.values() if not isinstance(allowed, Shape)]
        return product(*closed) if len(closed) == len(self.labels) else iter(())

    def allows(self, values: Values) -> bool:
        """Whether these are values of its labels."""
        pairs = zip(values, self.labels.values(), strict=True)
        return len(values) == len(self.labels) and all(value in allowed for value, allowed in pairs)
