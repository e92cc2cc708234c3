"""Our frames are the protocol's, and what we use of the client is still there."""

from hypothesis import given
from hypothesis import strategies as st
from nats.aio.client import Client

from shared.bus.wire import frame, header_frame

text = st.text(st.characters(codec="utf-8"), max_size=30)


def test_a_frame_without_headers() -> None:
    assert frame("a.b", b"xyz") == b"PUB a.b  3\r\nxyz\r\n"
    assert frame("a.b", reply="r") == b"PUB a.b r 0\r\n\r\n"


names = st.sampled_from(["ce-id", "ce-subject", "Nats-Msg-Id"])


@given(values=st.dictionaries(names, text, min_size=1), body=st.binary())
def test_whatever_a_header_holds_the_frame_stays_one_frame(values: dict[str, str], body: bytes) -> None:
    made = header_frame("a.b", values, body, reply="r")
    head, rest = made.split(b"\r\n", 1)
    _, subject, reply, header_length, total = head.split(b" ")
    assert (subject, reply) == (b"a.b", b"r")
    assert rest[int(header_length) :] == body + b"\r\n"
    assert int(total) == int(header_length) + len(body)
    parsed = Client._parse_header_lines(rest[len(b"NATS/1.0\r\n") : int(header_length)])
    assert {name: value.split() for name, value in parsed.items()} == {n: v.split() for n, v in values.items()}


def test_the_client_still_has_what_we_lean_on() -> None:
    client = Client()
    assert callable(client._send_command)
    assert callable(client._flush_pending)
    assert "reconnects" in client.stats
