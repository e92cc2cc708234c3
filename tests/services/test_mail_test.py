"""`yui mail-test`: one mail by the way that is set, or why not."""

import asyncio
import os
import sys
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from services.notify.channels.sink import text_of
from tests.mail_server import MailServer

WHO = "tantou@town.example"
BROKEN = {"YUI_MAIL_CHANNEL": "smtp", "YUI_SMTP_TLS": "ssl"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A town that was started once."""
    (tmp_path / "nats.url").write_text("nats://127.0.0.1:9")
    return tmp_path


async def mail_test(data: Path, *words: str, **told: str) -> tuple[int, str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("YUI_")}
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.cli", "mail-test", *words, "--data", str(data), env={**bare, **told},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    out, _ = await program.communicate()
    assert b"Traceback" not in out
    return program.returncode or 0, out.decode()


async def test_a_sink_keeps_it_in_a_file_that_is_named(data: Path) -> None:
    code, said = await mail_test(data, WHO)
    (kept,) = (data / "mails").glob("*.eml")
    assert (code, str(kept) in said) == (0, True), said
    mail = message_from_bytes(kept.read_bytes(), policy=SMTP)
    assert isinstance(mail, EmailMessage)
    assert (mail["To"], mail["Subject"]) == (WHO, "【結】ためしのメール")
    assert text_of(mail).startswith("これは、結（Yui）から")


def by_smtp(port: int) -> dict[str, str]:
    return {"YUI_MAIL_CHANNEL": "smtp", "YUI_SMTP_PORT": str(port), "YUI_MAIL_FROM": "結 <yui@town.example>"}


async def test_the_mail_server_takes_one_mail(data: Path) -> None:
    server = MailServer()
    async with server.listening() as port:
        code, said = await mail_test(data, WHO, **by_smtp(port))
    assert (code, len(server.taken)) == (0, 1), said
    assert f"127.0.0.1:{port} が受け取りました" in said


@pytest.mark.parametrize(("answer", "why"), [(b"550 nobody", "YUI_MAIL_FROM"), (b"451 later", "try again later")])
async def test_a_refusal_is_said(data: Path, answer: bytes, why: str) -> None:
    async with MailServer(answer).listening() as port:
        code, said = await mail_test(data, WHO, **by_smtp(port))
    assert (code, why in said) == (1, True), said


async def test_a_login_that_fails_is_told_apart(data: Path) -> None:
    server = MailServer(login=("yui", "right"))
    async with server.listening() as port:
        told = {**by_smtp(port), "YUI_SMTP_USER": "yui", "YUI_SMTP_PASSWORD": "guessed-wrongly"}
        code, said = await mail_test(data, WHO, **told)
    assert (code, server.taken) == (1, [])
    assert "YUI_SMTP_PASSWORD" in said
    assert "guessed" not in said


async def test_settings_that_cannot_be_read_are_named(data: Path) -> None:
    code, said = await mail_test(data, WHO, **BROKEN)
    assert (code, "YUI_SMTP_TLS" in said) == (1, True), said


async def test_in_compose_the_command_that_works_is_told(data: Path) -> None:
    code, said = await mail_test(data, WHO, YUI_MAKES_TOPOLOGY="false", YUI_NATS_USER="topology")
    assert code == 1
    assert f"docker compose exec notify python -m services.cli mail-test {WHO}" in said


async def test_what_is_no_address_is_refused(data: Path) -> None:
    code, said = await mail_test(data, "tantou")
    assert (code, "name@town.example" in said) == (2, True)
