"""Telling facts: `emit` writes them with the change they report, the relay publishes them."""

from shared.outbox.deliver import deliver_outbox
from shared.outbox.emit import attach, emit, emit_alike
from shared.outbox.relay import Relay
from shared.outbox.rows import Depth, depth, prune, replay

__all__ = ["Depth", "Relay", "attach", "deliver_outbox", "depth", "emit", "emit_alike", "prune", "replay"]
