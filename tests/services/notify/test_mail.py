"""The town's mail server, played on loopback by a few lines of SMTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from services.notify.channels import Letter, NotTaken
from services.notify.channels.mail import Mail
from services.notify.settings import Settings
from tests.services.notify.stage import NOW

LETTER = Letter("01a2", "post-c@nakatosa.example", "コア会議のご案内", "お世話になっております。\n", NOW)


class Server:
    """Takes mails, or answers RCPT with `answer`."""

    def __init__(self, answer: bytes = b"250 ok") -> None:
        self.answer = answer
        self.taken: list[bytes] = []

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 town\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                self.taken.append(await reader.readuntil(b"\r\n.\r\n"))
            writer.write((self.answer if word == b"RCPT" else b"250 ok") + b"\r\n")
            if word == b"QUIT":
                break
        writer.close()
        await writer.wait_closed()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Mail]:
        server = await asyncio.start_server(self.talk, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            yield Mail(Settings(smtp_port=port, mail_from="結（Yui） <yui@nakatosa.example>"))


async def test_hands_a_mail_over() -> None:
    server = Server()
    async with server.listening() as mail:
        await mail.send(LETTER)
    assert [b"Message-ID: <01a2@nakatosa.example>" in taken for taken in server.taken] == [True]


@pytest.mark.parametrize(("answer", "for_good"), [(b"550 nobody of that name", True), (b"451 later", False)])
async def test_a_refusal_is_final_or_not_and_repeats_no_address(answer: bytes, for_good: bool) -> None:
    async with Server(answer).listening() as mail:
        with pytest.raises(NotTaken) as refused:
            await mail.send(LETTER)
    assert (refused.value.for_good, "nakatosa" in str(refused.value)) == (for_good, False)


async def test_a_server_that_is_not_there_is_asked_again() -> None:
    async with Server().listening() as mail:
        pass
    with pytest.raises(NotTaken) as refused:
        await mail.send(LETTER)
    assert refused.value.for_good is False
