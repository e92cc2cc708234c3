"""A child process is asked once, and is gone when its time is over."""

import time

from shared.child import ask_child


async def test_it_is_fed_and_says_what_it_says() -> None:
    code, said = await ask_child("base64", "-e", octets=b"yui", patience_seconds=10)
    assert (code, said.strip()) == (0, b"eXVp")


async def test_one_that_does_not_end_is_killed() -> None:
    began = time.monotonic()
    code, said = await ask_child("http.server", "0", octets=b"", patience_seconds=0.5)
    assert (code, said) == (-9, b"")
    assert time.monotonic() - began < 5
