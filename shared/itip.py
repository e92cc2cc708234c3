"""One event for one recipient, as a mail carries it (iTIP, RFC 5546; iMIP, RFC 6047): come, or you need not come.

The same UID and SEQUENCE as in the feed, so a calendar that has both shows one entry. No answer is asked for (RSVP):
who can't come says so on the sitting's page.
"""

from dataclasses import dataclass
from typing import Literal

from shared.ical import PRODUCT, TOKYO_ZONE, Occurrence, fold, vevent

Method = Literal["REQUEST", "CANCEL"]

_END = b"END:VEVENT\r\n"


@dataclass(frozen=True)
class Appointment:
    """An event to be put into, or taken out of, the recipient's calendar."""

    method: Method
    occurrence: Occurrence


def scheduling_object(appointment: Appointment, *, attendee: str) -> bytes:
    """The whole object for one mailbox; the occurrence names its organiser."""
    person = f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{attendee}"
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", f"METHOD:{appointment.method}"]
    event = vevent(appointment.occurrence).removesuffix(_END) + fold(person) + _END
    return b"".join([*map(fold, head), TOKYO_ZONE.encode(), event, b"END:VCALENDAR\r\n"])
