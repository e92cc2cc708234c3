"""Hearing facts: routers, the broker, retries and dead letters, the watchdog."""

from shared.bus.broker import EXIT_CODE, ServiceBroker, consumers, make_broker, reactions
from shared.bus.cause import caused_by, correlate
from shared.bus.dead_letters import DeadLetter, dead_letter_depth, list_dead_letters, try_again
from shared.bus.handled import Handled
from shared.bus.inbox import prune_inbox
from shared.bus.lag import lag
from shared.bus.mending import forgetter, mender, missing, topology_made, waiter
from shared.bus.router import EventRouter
from shared.bus.topology import STREAMS, Consumer, Drift, apply_topology, drift
from shared.bus.watchdog import Watchdog
from shared.bus.work import Now, Tx, Workplace

__all__ = [
    "EXIT_CODE", "STREAMS", "Consumer", "DeadLetter", "Drift", "EventRouter", "Handled", "Now", "ServiceBroker", "Tx",
    "Watchdog", "Workplace", "apply_topology", "caused_by", "consumers", "correlate", "dead_letter_depth", "drift",
    "forgetter", "lag", "list_dead_letters", "make_broker", "mender", "missing", "prune_inbox", "reactions",
    "topology_made", "try_again", "waiter",
]  # fmt: skip
