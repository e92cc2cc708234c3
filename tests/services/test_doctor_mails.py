"""The doctor at the mail server's door: let in, or told why not and what to do."""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from services.doctor import Finding, Running
from services.doctor.mails import look_at_mail_server
from services.notify.settings import Settings
from tests.mail_server import MailServer, certificate_for

HERE = Running(by_compose=False, data_dir=Path("var"))
USER, PASSWORD = "yui", "a long enough one"


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of localhost, which this test trusts."""
    made = certificate_for("localhost", tmp_path / "server.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    return made


async def look(port: int, host: str = "localhost", tls: str = "none", *, password: str = "") -> Finding:
    login = {"smtp_user": USER, "smtp_password": SecretStr(password)} if password else {}
    settings = Settings(mail_channel="smtp", smtp_host=host, smtp_port=port, smtp_tls=tls, **login)  # type: ignore[arg-type]
    (found,) = await look_at_mail_server(settings, HERE)
    return found


def a_closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.mark.parametrize(("tls", "is_tls"), [("starttls", False), ("tls", True)])
async def test_a_server_that_lets_us_in_is_well_and_gets_no_mail(certificate: Path, tls: str, is_tls: bool) -> None:
    server = MailServer(login=(USER, PASSWORD), certificate=certificate, is_tls=is_tls)
    async with server.listening() as port:
        found = await look(port, tls=tls, password=PASSWORD)
    assert (found.remedy.en, server.visits, server.taken) == ("", 1, [])


async def test_nobody_listens() -> None:
    found = await look(a_closed_port())
    assert found.found.en.endswith("can't be reached")
    assert "YUI_SMTP_PORT" in found.remedy.ja


async def test_a_name_that_nobody_knows() -> None:
    found = await look(25, "mail.town.invalid")
    assert found.found.en.endswith("has a name that nobody knows")
    assert "YUI_SMTP_HOST" in found.remedy.en


async def test_a_wrong_password_is_not_repeated(certificate: Path) -> None:
    async with MailServer(login=(USER, PASSWORD), certificate=certificate).listening() as port:
        found = await look(port, tls="starttls", password="guessed wrongly")  # noqa: S106
    assert found.found.en.endswith("refuses the login")
    assert "YUI_SMTP_PASSWORD" in found.remedy.en
    assert "guessed" not in str(found)


@pytest.mark.parametrize(
    ("server", "tls", "said"),
    [
        (lambda _: MailServer(), "starttls", "refuses STARTTLS"),
        (lambda _: MailServer(), "tls", "does not speak TLS there"),
        (lambda certificate: MailServer(certificate=certificate), "tls", "does not speak TLS there"),
    ],
)
async def test_a_server_that_protects_the_connection_otherwise(
    certificate: Path, server: Callable[[Path], MailServer], tls: str, said: str
) -> None:
    async with server(certificate).listening() as port:
        found = await look(port, tls=tls)
    assert found.found.en.endswith(said)
    assert "YUI_SMTP_TLS" in found.remedy.ja


@pytest.mark.parametrize(("tls", "is_tls"), [("starttls", False), ("tls", True)])
async def test_a_certificate_of_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tls: str, is_tls: bool
) -> None:
    other = certificate_for("mail.town.example", tmp_path / "other.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    async with MailServer(certificate=other, is_tls=is_tls).listening() as port:
        found = await look(port, tls=tls)
    assert found.found.en.endswith("shows a certificate nobody trusts")


async def test_a_server_that_says_nothing_is_left_after_a_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.doctor.mails.SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        async with asyncio.timeout(5):
            found = await look(deaf.getsockname()[1], "127.0.0.1")
    assert found.remedy.en


async def test_where_no_mails_leave_no_server_is_asked() -> None:
    assert await look_at_mail_server(Settings(mail_channel="sink"), HERE) == []


async def test_in_compose_only_the_container_that_sends_mails_can_look() -> None:
    there = Running(by_compose=True, data_dir=Path("/var/lib/yui"))
    (found,) = await look_at_mail_server(Settings(mail_channel="smtp", smtp_port=a_closed_port()), there)
    assert not found.is_seen
    assert "exec notify" in found.found.en
    settings = Settings(mail_channel="smtp", smtp_port=a_closed_port(), nats_user="notify")
    (found,) = await look_at_mail_server(settings, there)
    assert found.remedy.en
