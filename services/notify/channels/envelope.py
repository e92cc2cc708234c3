"""A letter as an Internet message (RFC 5322), with its appointment beside the text (iMIP, RFC 6047)."""

import re
from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from services.notify.channels import Letter
from shared.clock import TOKYO
from shared.itip import Appointment, scheduling_object


def mail_of(letter: Letter, *, mail_from: str, reply_to: str = "") -> EmailMessage:
    """The same letter gives the same bytes, Message-ID and date included.

    `reply_to` is where answers are read, for letters whose answers are read; empty when that is `mail_from` itself.
    """
    name, address = parseaddr(mail_from)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(name, addr_spec=address)
    mail["To"] = letter.to
    if letter.takes_replies and reply_to:
        mail["Reply-To"] = Address(name, addr_spec=parseaddr(reply_to)[1])
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.written_at.astimezone(TOKYO))
    mail["Message-ID"] = f"<{letter.id}@{_domain(mail_from)}>"
    if letter.answers:
        mail["In-Reply-To"] = mail["References"] = letter.answers
    # RFC 3834: no out-of-office reply, please
    mail["Auto-Submitted"] = "auto-replied" if letter.answers else "auto-generated"
    mail["Content-Language"] = "ja, en"
    mail.set_content(letter.body, cte="base64")
    if letter.appointment:
        _add_appointment(mail, letter, letter.appointment, Address(name, addr_spec=address))
    return mail


def letters_named(message_ids: str, *, mail_from: str) -> list[str]:
    """Which of our letters an In-Reply-To or References field names (RFC 5322, 3.6.4), the last named first."""
    domain = re.escape(_domain(mail_from))
    return re.findall(rf"<([0-9a-f-]{{36}})@{domain}>", message_ids, re.I)[::-1]


def _domain(mail_from: str) -> str:
    return parseaddr(mail_from)[1].rpartition("@")[2]


def _add_appointment(mail: EmailMessage, letter: Letter, appointment: Appointment, office: Address) -> None:
    """The organiser is whom the mail is from: calendars take no event from a stranger to it."""
    occurrence = replace(appointment.occurrence, organiser_name=office.display_name, organiser_mail=office.addr_spec)
    content = scheduling_object(replace(appointment, occurrence=occurrence), attendee=letter.to).decode()
    mail.add_alternative(content, subtype="calendar", cte="base64", params={"method": appointment.method})
    mail.set_boundary(f"yui-{letter.id}")  # a random one would make a repeat another mail
