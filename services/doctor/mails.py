"""The mail server: whether it lets us in. It is given no mail."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import aiosmtplib

from services.doctor.finding import NOTHING, Finding, Running, Said, plain
from services.notify.settings import Settings

SECONDS = 5.0
SERVER = Said("メールサーバー", "mail server")
# Only notify's container reaches the outside and knows the password.
NOTIFYS = "docker compose exec notify python -m services.cli"


class _Fails(Exception):
    """It does not let us in; says what we saw and what to do."""

    def __init__(self, found: Said, remedy: Said) -> None:
        super().__init__(found.en)
        self.found, self.remedy = found, remedy


async def look_at_mail_server(settings: Settings, run: Running) -> list[Finding]:
    """Connect, protect the connection and sign in as a mail would, within a few seconds."""
    if settings.mail_channel != "smtp":
        return []
    if run.by_compose and settings.nats_user != "notify":
        elsewhere = Said("ここからは見えません。次で見られます", "not seen from here; this sees it:")
        return [Finding(Said(SERVER.ja, ""), Said(elsewhere.ja, f"{NOTIFYS} doctor --only notify"), is_seen=False)]
    where = plain(f"{settings.smtp_host}:{settings.smtp_port}")
    try:
        async with asyncio.timeout(SECONDS * 2):
            await _enter(settings)
    except _Fails as fails:
        found = Said(f"{where.ja} {fails.found.ja}", f"{where.en} {fails.found.en}")
        return [Finding(SERVER, found, fails.remedy)]
    except TimeoutError:
        return [Finding(SERVER, Said(f"{where.ja} 返事がありません", f"{where.en} does not answer"), _ADDRESS)]
    return [Finding(SERVER, where, NOTHING)]


async def _enter(settings: Settings) -> None:
    is_tls = settings.smtp_tls == "tls"
    server = aiosmtplib.SMTP(
        hostname=settings.smtp_host, port=settings.smtp_port, use_tls=is_tls, start_tls=False, timeout=SECONDS
    )
    try:
        with _failing("つながりません", "can't be reached", _ADDRESS):
            await server.connect()
        if settings.smtp_tls == "starttls":
            with _failing("STARTTLS ができません", "refuses STARTTLS", _NO_STARTTLS):
                await server.starttls()
        if settings.smtp_user:
            password = settings.smtp_password.get_secret_value() if settings.smtp_password else ""
            with _failing("ログインできません", "refuses the login", _LOGIN):
                await server.login(settings.smtp_user, password)
    finally:
        server.close()


@contextmanager
def _failing(ja: str, en: str, remedy: Said) -> Iterator[None]:
    """One step of the way in; certificates and names are told apart wherever they fail."""
    try:
        yield
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        cause = error.__cause__ or error
        if isinstance(cause, socket.gaierror):
            raise _Fails(Said("その名前が見つかりません", "has a name that nobody knows"), _NAME) from None
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise _Fails(Said("証明書を信じられません", "shows a certificate nobody trusts"), _CERTIFICATE) from None
        if isinstance(cause, ssl.SSLError):
            raise _Fails(Said("TLS で話せません", "does not speak TLS there"), _NO_TLS) from None
        raise _Fails(Said(ja, en), remedy) from None


_ADDRESS = Said(
    "YUI_SMTP_HOST と YUI_SMTP_PORT を確かめてください。\nサーバーが動いているか、間の壁（ファイアウォール）も",
    "look at YUI_SMTP_HOST and YUI_SMTP_PORT, whether it runs,\nand at firewalls in between",
)
_NAME = Said("YUI_SMTP_HOST のつづりを確かめてください", "look at the spelling of YUI_SMTP_HOST")
_CERTIFICATE = Said(
    "証明書と同じ名前を YUI_SMTP_HOST に書いてください。\n期限切れなら、メールサーバーの会社に連絡してください",
    "write the certificate's name as YUI_SMTP_HOST; if it has run out,\ntell whoever runs the mail server",
)
_NO_TLS = Said("587番は YUI_SMTP_TLS=starttls、465番は tls です", "port 587 wants YUI_SMTP_TLS=starttls, port 465 tls")
_NO_STARTTLS = Said(
    "YUI_SMTP_TLS を tls（465番）に変えられるか、会社に聞いてください",
    "ask whoever runs it whether YUI_SMTP_TLS=tls (port 465) is right",
)
_LOGIN = Said(
    "YUI_SMTP_USER とパスワード（YUI_SMTP_PASSWORD、\nまたはパスワードのファイル）を確かめてください",
    "look at YUI_SMTP_USER and its password (YUI_SMTP_PASSWORD,\nor the file it stands in)",
)
