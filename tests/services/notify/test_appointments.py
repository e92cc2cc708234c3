"""The appointment beside a mail's text: one event, one recipient, the UID and SEQUENCE that the feed has."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import icalendar
import pytest

from services.notify.channels.appointments import appointment_of
from services.notify.rules import Kind
from shared.clock import TOKYO
from tests.services.notify.stage import CASE, NOW, SITTING, Stage, call, let_go, nurse_called, task


def appointment_in(path: Path) -> tuple[str, Any]:
    """Method by the mail's own word, and the event."""
    mail = message_from_bytes(path.read_bytes(), policy=SMTP)
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    read = icalendar.Calendar.from_ical(part.get_content())
    (event,) = read.walk("VEVENT")
    assert part.get_param("method") == read["METHOD"]
    assert part.get_content_charset() == "utf-8"
    return str(read["METHOD"]), event


async def test_an_invitation_brings_the_agencys_own_slot(stage: Stage) -> None:
    await stage.hear(call(cases=[CASE]))
    await stage.rounds.round()
    method, event = appointment_in(stage.mails()[0])
    assert (method, event["UID"], event["SEQUENCE"], event["STATUS"]) == ("REQUEST", "slot-inv-1@yui", 0, "CONFIRMED")
    assert event["DTSTART"].dt == (SITTING + timedelta(minutes=20)).astimezone(TOKYO)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=20)
    assert (event["ORGANIZER"], event["ORGANIZER"].params["CN"]) == ("mailto:yui@nakatosa.example", "結（Yui）")
    assert event["ATTENDEE"] == "mailto:agency-houkatsu@nakatosa.example"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert CASE not in event.to_ical().decode()


async def test_each_recipient_gets_an_object_of_their_own(stage: Stage) -> None:
    await stage.hear(call(), nurse_called())
    await stage.rounds.round()
    attendees = {str(appointment_in(path)[1]["ATTENDEE"]) for path in stage.mails()}
    assert len(attendees) == len(stage.mails()) == 2


async def test_a_release_takes_the_same_event_out_again(stage: Stage) -> None:
    await stage.hear(call())
    await stage.rounds.round()
    await stage.hear(let_go(1))
    await stage.rounds.round()
    found = dict(map(appointment_in, stage.mails()))
    assert {method: str(event["UID"]) for method, event in found.items()} == {
        "REQUEST": "slot-inv-1@yui",
        "CANCEL": "slot-inv-1@yui",
    }
    assert (found["CANCEL"]["SEQUENCE"], found["CANCEL"]["STATUS"]) == (1, "CANCELLED")


async def test_other_mails_carry_none(stage: Stage) -> None:
    await stage.hear(task())
    await stage.rounds.round()
    mail = message_from_bytes(stage.mails()[0].read_bytes(), policy=SMTP)
    assert mail.get_content_type() == "text/plain"


@pytest.mark.parametrize("kind", [Kind.INVITATION, Kind.RELEASE])
def test_a_message_from_before_uids_were_kept_has_none(kind: Kind) -> None:
    assert appointment_of(kind, {"title": "x", "starts_at": SITTING.isoformat(), "minutes": 60}, told_at=NOW) is None
