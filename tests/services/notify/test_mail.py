"""The town's mail server, played on loopback by a few lines of SMTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services.notify.channels import Letter, NotTaken
from services.notify.channels.mail import Mail
from services.notify.settings import Settings
from tests.mail_server import MailServer, certificate_for
from tests.services.notify.stage import NOW

LETTER = Letter("01a2", "post-c@nakatosa.example", "コア会議のご案内", "お世話になっております。\n", NOW)


@asynccontextmanager
async def mail_to(server: MailServer) -> AsyncIterator[Mail]:
    async with server.listening() as port:
        yield Mail(Settings(smtp_port=port, mail_from="結（Yui） <yui@nakatosa.example>"))


async def test_hands_a_mail_over() -> None:
    server = MailServer()
    async with mail_to(server) as mail:
        await mail.send(LETTER)
    assert [b"Message-ID: <01a2@nakatosa.example>" in taken for taken in server.taken] == [True]


@pytest.mark.parametrize(("answer", "for_good"), [(b"550 nobody of that name", True), (b"451 later", False)])
async def test_a_refusal_is_final_or_not_and_repeats_no_address(answer: bytes, for_good: bool) -> None:
    async with mail_to(MailServer(answer)) as mail:
        with pytest.raises(NotTaken) as refused:
            await mail.send(LETTER)
    assert (refused.value.for_good, "nakatosa" in str(refused.value)) == (for_good, False)


async def test_a_server_that_is_not_there_is_asked_again() -> None:
    async with mail_to(MailServer()) as mail:
        pass
    with pytest.raises(NotTaken) as refused:
        await mail.send(LETTER)
    assert refused.value.for_good is False


async def test_a_certificate_that_nobody_trusts_is_a_reason_to_wait(tmp_path: Path) -> None:
    server = MailServer(certificate=certificate_for("localhost", tmp_path / "server.pem"))
    async with server.listening() as port:
        settings = Settings(
            smtp_host="localhost", smtp_port=port, smtp_tls="starttls", mail_from="yui@nakatosa.example"
        )
        with pytest.raises(NotTaken) as refused:
            await Mail(settings).send(LETTER)
    assert (refused.value.for_good, server.taken) == (False, [])
