"""Who fetched what and when: counted in memory at once, handed over in batches."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache

from prometheus_client import Counter

from shared.metrics import Metrics

CLIENTS = (
    ("google", "Google-Calendar"), ("outlook", "Microsoft"), ("outlook", "Outlook"), ("apple", "CalendarAgent"),
    ("apple", "dataaccessd"), ("apple", "iOS/"), ("apple", "macOS/"), ("thunderbird", "Thunderbird"),
    ("android", "DAVx"), ("android", "ICSx"),
)  # fmt: skip
Last = Mapping[str, tuple[datetime, str]]


def client_family(user_agent: str) -> str:
    """Which calendar asks, as one of a few words (it becomes a metric label)."""
    return next((family for family, mark in CLIENTS if mark.lower() in user_agent.lower()), "other")


@lru_cache(maxsize=256)
def family_of(user_agent: bytes) -> str:
    return client_family(user_agent.decode("latin-1"))


class Fetches:
    """Figures by client family, and each subscription's last fetch until somebody writes it down."""

    def __init__(self, metrics: Metrics, service: str) -> None:
        self._answers = Counter(
            "yui_feed_answers_total", "Answers to calendar clients.", ["service", "client", "status"],
            registry=metrics.registry,
        )  # fmt: skip
        self._octets = Counter(
            "yui_feed_octets_total", "Octets of feeds sent to calendar clients.", ["service", "client"],
            registry=metrics.registry,
        )  # fmt: skip
        self._dropped = Counter(
            "yui_feed_dropped_events_total", "Events left out of feeds that were too large, at each building.",
            ["service"], registry=metrics.registry,
        )  # fmt: skip
        self._revoked = Counter(
            "yui_feed_revoked_hits_total", "Requests of calendars with a secret that is revoked or unknown.",
            ["service"], registry=metrics.registry,
        ).labels(service)  # fmt: skip
        self._timing = cache(lambda *labels: metrics.request_seconds.labels(service, *labels))
        self._last: dict[str, tuple[datetime, str]] = {}
        self._service = service
        self._counting = cache(lambda family, status: self._answers.labels(service, family, str(status)))
        self._counting("other", 500)  # shown at nought, so that the first failure is a step
        self._sizing = cache(lambda family: self._octets.labels(service, family))

    def count(self, family: str, status: int, octets: int) -> None:
        self._counting(family, status).inc()
        if octets:
            self._sizing(family).inc(octets)

    def time(self, method: str, route: str, status: int, seconds: float) -> None:
        """How long an answer took that no other part of the app saw."""
        self._timing(method, route, f"{status // 100}xx").observe(seconds)

    def note_revoked(self) -> None:
        """Somebody asked with a secret that opens nothing, or nothing any more; never which."""
        self._revoked.inc()

    def note(self, key: str, now: datetime, family: str) -> None:
        """A subscription was fetched."""
        self._last[key] = now, family

    def note_dropped(self, events: int) -> None:
        """A feed was built that so many events did not fit into."""
        self._dropped.labels(self._service).inc(events)

    def take(self) -> Last:
        """The last fetches nobody has written down yet, once."""
        taken, self._last = self._last, {}
        return taken
