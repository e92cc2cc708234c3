"""Facts about a delivery that JetStream writes into a message's reply subject."""

from typing import NamedTuple

from nats.aio.msg import Msg
from nats.errors import NotJSMessageError


class Delivery(NamedTuple):
    """`attempt` counts from 1; `stream_seq` is 0 for a message that did not come from a stream (in-memory tests)."""

    stream: str
    stream_seq: int
    attempt: int


def came_before(message: Msg) -> bool:
    """Whether `message` was delivered before; cheap, for it is asked of each."""
    tokens = message.reply.split(".")
    return len(tokens) >= 9 and tokens[4 if len(tokens) == 9 else 6] != "1"  # the longer form names domain and account


def delivery_of(message: Msg) -> Delivery:
    """How often and from where `message` came."""
    try:
        metadata = message.metadata
    except NotJSMessageError:
        return Delivery("", 0, 1)
    return Delivery(metadata.stream, metadata.sequence.stream, metadata.num_delivered)
