"""How often something may be tried at a door that asks for no sign-in."""

from collections import deque
from datetime import datetime, timedelta

from shared.errors import DomainError

MINUTE = timedelta(minutes=1)
MOST_KEPT = 10_000  # keys remembered; the oldest are forgotten first


class TooOften(DomainError):
    """Somebody, or something, tries this door too often."""

    status = 429
    code = "too_often"
    title_ja = "しばらく待ってからもう一度お試しください"


class Pace:
    """At most `most` tries in `window` for each key, counted in this process."""

    def __init__(self, most: int, window: timedelta) -> None:
        self._most, self._window = most, window
        self._tries: dict[str, deque[datetime]] = {}

    def check(self, key: str, *, now: datetime) -> None:
        """Raise TooOften when this key has no try left."""
        if len(self._recent(key, now)) >= self._most:
            raise TooOften("Too many tries; wait a minute.")

    def count(self, key: str, *, now: datetime) -> None:
        """One try of this key."""
        tries = self._recent(key, now)
        self._tries.pop(key, None)
        self._tries[key] = tries
        tries.append(now)
        if len(self._tries) > MOST_KEPT:
            self._tries.pop(next(iter(self._tries)))

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        tries = self._tries.get(key, deque())
        while tries and tries[0] <= now - self._window:
            tries.popleft()
        return tries


class LinkPace:
    """The pace of secret links: each link, and each address that comes with made-up ones.

    A secret of 256 bits is never guessed; this only keeps who tries from keeping the town's machine busy.
    """

    def __init__(self) -> None:
        self._link, self._wrong = Pace(30, MINUTE), Pace(20, MINUTE)

    def check(self, link: str, address: str, *, now: datetime) -> None:
        """Count a try of this link; TooOften when it, or its address, has tried too often."""
        self._wrong.check(address, now=now)
        self._link.check(link, now=now)
        self._link.count(link, now=now)

    def note_wrong(self, address: str, *, now: datetime) -> None:
        """This address came with a link nobody sent."""
        self._wrong.count(address, now=now)
