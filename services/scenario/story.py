"""What a story is told with: its people, a record of who did what, and waiting for what must appear."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from services.scenario.visitor import StepFailed, Visitor

SignIn = Callable[[str], Awaitable[Visitor]]
Look = Callable[[], Awaitable[Any]]
# Looks again until the look is satisfied, or raises StepFailed after a while; how depends on how facts travel.
Wait = Callable[[Look], Awaitable[Any]]


class Row(NamedTuple):
    """One line of the table: who did what, and what appeared where."""

    who: str
    did: str
    appeared: str


@dataclass
class Story:
    """A story being told."""

    sign_in: SignIn
    wait: Wait
    now: Callable[[], datetime]
    rows: list[Row] = field(default_factory=list)

    def tell(self, who: str, did: str, appeared: str) -> None:
        self.rows.append(Row(who, did, appeared))

    async def until(self, look: Look) -> Any:
        """What `look` finds, once it finds something."""
        return await self.wait(look)


def expect(found: object, wanted: object, what: str) -> None:
    """StepFailed unless both are equal."""
    if found != wanted:
        raise StepFailed(f"{what}: wanted {wanted!r}, found {found!r}")


def only(rows: Sequence[Any], what: str) -> Any:
    """The single row there must be."""
    if len(rows) != 1:
        raise StepFailed(f"{what}: wanted exactly one, found {len(rows)}")
    return rows[0]
