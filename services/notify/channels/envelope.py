"""A letter as an Internet message (RFC 5322), with its appointment beside the text (iMIP, RFC 6047)."""

from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from services.notify.channels import Letter
from shared.clock import TOKYO
from shared.itip import Appointment, scheduling_object


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
    if letter.appointment:
        _add_appointment(mail, letter, letter.appointment, Address(name, addr_spec=address))
    return mail


def _add_appointment(mail: EmailMessage, letter: Letter, appointment: Appointment, office: Address) -> None:
    """The organiser is whom the mail is from: calendars take no event from a stranger to it."""
    occurrence = replace(appointment.occurrence, organiser_name=office.display_name, organiser_mail=office.addr_spec)
    content = scheduling_object(replace(appointment, occurrence=occurrence), attendee=letter.to).decode()
    mail.add_alternative(content, subtype="calendar", cte="base64", params={"method": appointment.method})
    mail.set_boundary(f"yui-{letter.id}")  # a random one would make a repeat another mail
