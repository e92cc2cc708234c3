"""Facts about a delivery that JetStream writes into a message's reply subject."""

from typing import NamedTuple

from nats.aio.msg import Msg
from nats.errors import NotJSMessageError


class Delivery(NamedTuple):
    """`attempt` counts from 1; `stream_seq` is 0 for a message that did not come from a stream (in-memory tests)."""

    stream: str
    stream_seq: int
    attempt: int


def delivery_of(message: Msg) -> Delivery:
    """How often and from where `message` came."""
    try:
        metadata = message.metadata
    except NotJSMessageError:
        return Delivery("", 0, 1)
    return Delivery(metadata.stream, metadata.sequence.stream, metadata.num_delivered)
