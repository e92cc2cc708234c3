"""What set the present work off, so that each fact can name its cause without its author writing it down."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from shared.contracts.base import Event


class Cause(NamedTuple):
    """Ids that facts emitted now will carry unless they bring their own."""

    correlation_id: str | None = None
    causation_id: str | None = None


_NOTHING = Cause()
_cause: ContextVar[Cause] = ContextVar("yui_cause", default=_NOTHING)


def present_cause() -> Cause:
    """The cause in force where this is called; both ids are None outside of a door."""
    return _cause.get()


@contextmanager
def caused_by(event: Event) -> Iterator[None]:
    """Facts emitted inside are caused by `event` and belong to the same command."""
    token = _cause.set(Cause(event.correlation_id or event.event_id, event.event_id))
    try:
        yield
    finally:
        _cause.reset(token)


@contextmanager
def correlate(correlation_id: str) -> Iterator[None]:
    """Facts emitted inside belong to the command `correlation_id`; web doors call this once a request."""
    token = _cause.set(Cause(correlation_id, None))
    try:
        yield
    finally:
        _cause.reset(token)
