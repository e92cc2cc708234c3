"""One golden sample per version of each fact ever shipped: never edited, every one must still load.

A fact that gained optional fields has a further sample beside its first: `notify.message_sent.v1+1.json`.
"""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.bus.verdict import reason_for
from shared.contracts.base import ENVELOPE, Event
from shared.contracts.catalogue import all_events

SAMPLES = Path(__file__).parent / "samples"
BY_SUBJECT = {event.subject: event for event in all_events()}


def newest(subject: str) -> Path:
    return max(SAMPLES.glob(f"{subject}*.json"), key=lambda path: path.stem)


def sample_of(path: Path) -> tuple[dict[str, str], bytes]:
    content = json.loads(path.read_text(encoding="utf-8"))
    return content["headers"], json.dumps(content["body"]).encode()


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_sample_still_loads(path: Path) -> None:
    subject = path.stem.partition("+")[0]
    assert BY_SUBJECT[subject].read(*sample_of(path)).wire_subject() == f"{subject}.39401"


@pytest.mark.parametrize("event", all_events(), ids=lambda event: event.subject)
def test_every_fact_has_a_sample_that_says_all_it_can(event: type[Event]) -> None:
    content = json.loads(newest(event.subject).read_text(encoding="utf-8"))
    assert set(content["body"]) == set(event.model_fields) - ENVELOPE


@pytest.mark.parametrize("event", all_events(), ids=lambda event: event.subject)
def test_what_is_sent_is_what_is_read(event: type[Event]) -> None:
    first = event.read(*sample_of(newest(event.subject)))
    assert event.read(first.headers(), first.payload()) == first


@pytest.mark.parametrize("said", ["", "notify.message_sent.v1"])
def test_a_fact_of_another_type_on_a_facts_subject_is_not_that_fact(said: str) -> None:
    """NATS lets whoever asks name any subject for the answer, another service's too (docs/decisions/0041)."""
    event = BY_SUBJECT["intake.referral_lapsed.v1"]
    headers, body = sample_of(newest(event.subject))
    with pytest.raises(ValidationError) as refused:
        event.read({**headers, "ce-type": said}, body)
    assert reason_for(refused.value) == "ValidationError ce_type"


@pytest.mark.parametrize("event", all_events(), ids=lambda event: event.subject)
def test_subjects_are_service_fact_version_and_carry_no_id(event: type[Event]) -> None:
    service, fact, version = event.subject.split(".")
    assert service in {"intake", "meetings", "programs", "notify"}
    assert fact == "".join(f"_{c.lower()}" if c.isupper() else c for c in event.__name__).lstrip("_")
    assert version.startswith("v")
    assert version[1:].isdigit()


PERSONAL = {"name", "kana", "address", "birth_date", "phone", "note", "text", "comment", "mail"}


@pytest.mark.parametrize("event", all_events(), ids=lambda event: event.subject)
def test_no_fact_has_a_field_for_a_person(event: type[Event]) -> None:
    # a program's own name (カフェ・ド・ポム) is no person's
    allowed = {"name"} if event.subject.startswith("programs.") else set()
    assert (set(event.model_fields) & PERSONAL) <= allowed
