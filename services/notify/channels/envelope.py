"""A letter as an Internet message (RFC 5322)."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from services.notify.channels import Letter
from shared.clock import TOKYO


def mail_of(letter: Letter, *, mail_from: str) -> EmailMessage:
    """The same letter gives the same bytes, Message-ID and date included."""
    name, address = parseaddr(mail_from)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(name, addr_spec=address)
    mail["To"] = letter.to
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.written_at.astimezone(TOKYO))
    mail["Message-ID"] = f"<{letter.id}@{address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office reply, please
    mail["Content-Language"] = "ja, en"
    mail.set_content(letter.body, cte="base64")
    return mail
