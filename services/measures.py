"""Every metric that a service can show, read from its registry and its declared figures: docs/metrics.md."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from fastapi import FastAPI
from prometheus_client.metrics_core import Metric

from services.machine import CERTIFICATE_ENDS, Machine
from shared.figures import Allowed, Figure, Shape, Tally, WorkFigures

SERVICES = ("intake", "meetings", "programs", "notify")
FACTS = Shape("types of facts", r"[a-z]+\.[a-z_]+\.v\d")
# The labels of what is counted in the process: by name, or by family and name where a name means several things.
LABELS: Mapping[str, Allowed] = {
    "service": SERVICES,
    "app_name": SERVICES,
    "broker": ("nats",),
    "version": Shape("versions of Yui", r"[\d.]+\w*"),
    "yui_database_pool_connections state": ("in_use", "idle"),
    "method": Shape("methods of HTTP", "[A-Z]+"),
    "route": Shape("templates of routes, `(unknown)`", r"/[\w/{}:.-]*|\(unknown\)"),
    "yui_http_request_duration_seconds status": ("1xx", "2xx", "3xx", "4xx", "5xx"),
    "yui_feed_answers_total status": Shape("status codes of HTTP", r"\d{3}"),
    "consumer": Shape("names of durables", "(intake|meetings|programs|notify)-[a-z-]+"),
    "client": ("google", "outlook", "apple", "thunderbird", "android", "other"),
    "timer": Shape("names of timers", "(intake|meetings|programs|notify)-[a-z-]+"),
    "final": ("true", "false"),
    "what": Shape("kinds of mails", "[a-z_]+"),
    "handler": FACTS,
    "destination": FACTS,
    "exception_type": Shape("names of exceptions", r"[A-Za-z_]\w*"),
    "faststream_received_processed_messages_total status": ("acked", "nacked", "rejected", "skipped", "error"),
    "faststream_published_messages_total status": ("success", "error"),
}
UNITS = ("facts", "timestamp_seconds", "seconds", "bytes", "octets", "ratio", "rows", "messages", "connections")
HEAD = """# Metrics

Written by `make docs` from the services' registries; a test fails when a service shows anything else. Each service's
figures are at `/{service}/metrics` of the operations port (`YUI_METRICS_PORT`), never of the public one.

- **The work** is counted from rows every `YUI_FIGURES_SECONDS` seconds (30 unless set), never from events. Two
  instances of a service count the same rows: take `max` over instances, never `sum`. A counting that fails keeps the
  last figures; `yui_work_figures_taken_timestamp_seconds` says how old they are.
- **In fives**: whatever counts people, households, cases, consultations, referrals, registrations or matches is
  rounded up to a five (0, 5, 10, …; decision [0040](decisions/0040-figures-of-the-work-in-fives.md)). "More than
  none" is `> 0`; a rate of such a counter moves in steps of five. Histograms of such things show each cumulative
  bucket in fives.
- Histograms of the work have neither `_sum` nor `_count`: use `_bucket{le="+Inf"}` for how many. Bounds are
  written as Prometheus writes them: 30 days are `le="2.592e+06"`.
- **The house** is counted in each process since it started: `sum` over instances (`max` of what is rows).
- No label holds an id, a name or free text.

"""
PROCESS = """
## The process and its machine

At `/process/metrics` of the operations port.

"""
COLUMNS = "| metric | type | unit | labels | meaning | services |\n|---|---|---|---|---|---|\n"


class Measure(NamedTuple):
    """A family, with the services that show it; `labels` with their allowed values."""

    name: str
    kind: str
    meaning: str
    labels: Mapping[str, Allowed]
    is_work: bool
    in_fives: bool
    services: list[str]


def measures(apps: Mapping[str, FastAPI]) -> dict[str, Measure]:
    """Every family by its name."""
    found: dict[str, Measure] = {}
    for service, app in apps.items():
        for measure in _of_registry(app.state.metrics.registry):
            known = found.setdefault(measure.name, measure)
            known.services.append(service)
            found[measure.name] = known._replace(labels=_both(known.labels, measure.labels))
    return dict(sorted(found.items()))


def _both(here: Mapping[str, Allowed], there: Mapping[str, Allowed]) -> dict[str, Allowed]:
    """What two services may say under one name."""
    return {name: _either(allowed, there[name]) for name, allowed in here.items()}


def _either(one: Allowed, other: Allowed) -> Allowed:
    if isinstance(one, Shape) or isinstance(other, Shape):
        return one
    return tuple(dict.fromkeys([*one, *other]))


def process_measures() -> dict[str, Measure]:
    """What each process says of itself and its machine."""
    families = [(f"{each.name}_total" if each.type == "counter" else each.name, each) for each in _of_process()]
    labels = {CERTIFICATE_ENDS: {"host": Shape("the town's public name", r"[\w.-]+")}}
    return {
        name: Measure(name, each.type, each.documentation, labels.get(name, {}), False, False, ["every process"])
        for name, each in sorted(families)
    }


def _of_process() -> list[Metric]:
    return list(Machine(Path()).registry.collect())


def metrics_document(apps: Mapping[str, FastAPI]) -> str:
    """docs/metrics.md."""
    known = measures(apps).values()
    work, house = [each for each in known if each.is_work], [each for each in known if not each.is_work]
    parts = [HEAD, "## The work\n\n", COLUMNS, *map(_row, work), "\n## The house\n\n", COLUMNS, *map(_row, house)]
    return "".join([*parts, PROCESS, COLUMNS, *map(_row, process_measures().values())])


def _of_registry(registry: Any) -> Iterator[Measure]:
    """The library tells names only of what has samples, so its collectors are asked themselves."""
    for collector in list(registry._collector_to_names):
        if isinstance(collector, WorkFigures):
            yield from map(_of_figure, collector.room.declared)
        elif isinstance(collector, Tally):
            yield _of_figure(collector.declared)
        else:
            kind, name = collector._type, collector._name + ("_total" if collector._type == "counter" else "")
            labels = {label: LABELS.get(f"{name} {label}") or LABELS[label] for label in collector._labelnames}
            yield Measure(name, kind, collector._documentation, labels, False, False, [])


def _of_figure(figure: Figure) -> Measure:
    labels = {"service": (figure.service,), **figure.labels}
    in_fives = figure.counts_people
    return Measure(figure.name, figure.kind, figure.help, labels, True, in_fives, [])


def _row(measure: Measure) -> str:
    labels = "; ".join(
        f"`{name}`: {_values(allowed)}"
        for name, allowed in measure.labels.items()
        if name not in ("service", "app_name")
    )
    fives = " In fives." if measure.in_fives else ""
    meaning = f"{measure.meaning.rstrip('.')}.{fives}"
    cells = (f"`{measure.name}`", measure.kind, _unit(measure), labels or "—", meaning, ", ".join(measure.services))
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


def _values(allowed: Allowed) -> str:
    return allowed.words if isinstance(allowed, Shape) else ", ".join(allowed)


def _unit(measure: Measure) -> str:
    stem = measure.name.removesuffix("_total")
    return next((unit.replace("_", " ") for unit in UNITS if stem.endswith(f"_{unit}")), "1")
