"""The town's mail server (SMTP)."""

import aiosmtplib

from services.notify.channels import Letter, NotTaken
from services.notify.channels.envelope import mail_of
from services.notify.settings import Settings


class Mail:
    """Hands letters to one SMTP server, which drops a repeat by its Message-ID."""

    name = "mail"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send(self, letter: Letter) -> None:
        asked = self._settings
        try:
            await aiosmtplib.send(
                mail_of(letter, mail_from=asked.mail_from, reply_to=asked.mail_reply_to),
                hostname=asked.smtp_host,
                port=asked.smtp_port,
                username=asked.smtp_user or None,
                password=asked.smtp_password.get_secret_value() if asked.smtp_user and asked.smtp_password else None,
                use_tls=asked.smtp_tls == "tls",
                start_tls=asked.smtp_tls == "starttls",
                timeout=asked.smtp_seconds,
            )
        except (aiosmtplib.SMTPException, OSError) as error:  # a certificate nobody trusts is an OSError
            # The server's words may repeat the address, so they go no further.
            raise NotTaken(for_good=_is_final(error)) from None


def _is_final(error: Exception) -> bool:
    """5xx answers are final, 4xx and silence are not (RFC 5321 4.2.1)."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(refused.code >= 500 for refused in error.recipients)
    return isinstance(error, aiosmtplib.SMTPResponseException) and error.code >= 500
