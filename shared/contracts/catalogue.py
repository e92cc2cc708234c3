"""All facts there are, by publishing service."""

from shared.contracts import intake, meetings, notify, programs
from shared.contracts.base import Event

SERVICES = ("intake", "meetings", "programs", "notify")


def events_of(service: str) -> list[type[Event]]:
    """The facts one service publishes, by subject."""
    module = {"intake": intake, "meetings": meetings, "programs": programs, "notify": notify}[service]
    found = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Event)]
    return sorted((event for event in found if event is not Event), key=lambda event: event.subject)


def all_events() -> list[type[Event]]:
    """Every fact of every service."""
    return [event for service in SERVICES for event in events_of(service)]
