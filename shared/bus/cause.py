"""What set the present work off, so that each fact can name its cause without its author writing it down."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import NamedTuple

from shared.contracts.base import Event


class Cause(NamedTuple):
    """Ids that facts emitted now, and log lines written now, carry unless they bring their own.

    `traceparent` is W3C Trace Context's: the span within which all this happens; None when nobody traces.
    """

    correlation_id: str | None = None
    causation_id: str | None = None
    traceparent: str | None = None


NO_CAUSE = Cause()
_cause: ContextVar[Cause] = ContextVar("yui_cause", default=NO_CAUSE)
_spans: ContextVar[Mapping[str, str]] = ContextVar("yui_spans", default=MappingProxyType({}))


def present_cause() -> Cause:
    """The cause in force where this is called; all ids are None outside of a door."""
    return _cause.get()


def cause_of(event: Event) -> Cause:
    """What `event` sets off belongs to the same command, and to the span that handles it."""
    traceparent = _spans.get().get(event.event_id, event.traceparent)
    return Cause(event.correlation_id or event.event_id, event.event_id, traceparent)


@contextmanager
def because_of(cause: Cause) -> Iterator[None]:
    """Facts emitted inside have `cause`."""
    token = _cause.set(cause)
    try:
        yield
    finally:
        _cause.reset(token)


@contextmanager
def handled_in(spans: Mapping[str, str]) -> Iterator[None]:
    """Inside, what an event causes belongs to its span: the traceparent in `spans` under the event's id."""
    token = _spans.set(spans)
    try:
        yield
    finally:
        _spans.reset(token)


def caused_by(event: Event) -> AbstractContextManager[None]:
    """Facts emitted inside are caused by `event` and belong to the same command."""
    return because_of(cause_of(event))


def correlate(correlation_id: str, traceparent: str | None = None) -> AbstractContextManager[None]:
    """Facts emitted inside belong to the command `correlation_id`; web doors call this once a request."""
    return because_of(Cause(correlation_id, None, traceparent))
