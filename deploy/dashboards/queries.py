"""PromQL that stays right with two instances of a service: rows are counted by both, what a process did by one.

`rows` takes the largest of what instances say of the same rows; `done` adds what each process did.
"""

RATE = "$__rate_interval"


def rows(metric: str, *by: str) -> str:
    """What is counted from rows: the same from every instance."""
    return f"max{_by(by)} ({metric})" if by else f"max({metric})"


def grew(metric: str, window: str = "$__range") -> str:
    """By how much a counter of rows grew, exactly: such counters never begin anew, so nothing is extrapolated."""
    return f"max(max_over_time({metric}[{window}]) - min_over_time({metric}[{window}]))"


def between(buckets: str, high: str, low: str = "", **labels: str) -> str:
    """How many lie above `low` and at most at `high`, of a histogram of rows."""
    of = "".join(f'{name}="{value}",' for name, value in labels.items())
    upper, lower = (rows(f'{buckets}{{{of}le="{bound}"}}') for bound in (high, low))
    return f"{upper} - {lower}" if low else upper


def done(metric: str, *by: str) -> str:
    """How often a second processes did something, all together."""
    return f"sum{_by(by)} (rate({metric}[{RATE}]))"


def within(metric: str, window: str = "$__range") -> str:
    """How often processes did something in a time, all together."""
    return f"sum(increase({metric}[{window}]))"


def or_none(expression: str) -> str:
    """0 where there is no series at all: only for what is counted from its first time on."""
    return f"({expression}) or vector(0)"


def or_none_of(service: str, expression: str) -> str:
    """0 for each service that is there, where nothing of the kind has happened yet."""
    return f'({expression}) or 0 * max by (service) (yui_outbox_rows{{service=~"{service}"}})'


def share(part: str, whole: str) -> str:
    """`part` of `whole`, nothing where the whole is nothing."""
    return f"({part}) / ({whole} > 0)"


def quantile(of: float, buckets: str, *by: str) -> str:
    """How long `of` of all took at most, nothing where nothing was done."""
    return f"histogram_quantile({of}, {done(buckets, *by, 'le')}) >= 0"


def age(timestamp: str, *by: str) -> str:
    """Seconds since the oldest of what each of `by` (else each service) last told."""
    return f"max(time() - {rows(timestamp, *(by or ('service',)))})"


def _by(labels: tuple[str, ...]) -> str:
    return f" by ({', '.join(labels)})" if labels else ""
