"""Writes the sample of a fact that has none yet: `python -m tests.contracts.make_sample`. It never edits one."""

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from shared.contracts.base import ENVELOPE, Event
from shared.contracts.catalogue import all_events

SAMPLES = Path(__file__).parent / "samples"
WORDS = {
    "body": "network", "title": "安心生活応援ネットワーク会議", "place": "役場 2階会議室",
    "agency": "houkatsu", "area": "kure",
    "from_agency": "houkatsu", "to_agency": "disability-desk", "invitee": "D", "chair": "C", "uid": "0192@yui",
    "owner": "houkatsu", "name": "カフェ・ド・ポム", "reason": "typhoon", "kind": "invitation", "channel": "mail",
    "recipient": "D", "theme": "transport", "post": "D", "token_sha256": "5e" * 32,
}  # fmt: skip


def value_of(name: str, annotation: Any) -> Any:
    """A plausible value of a field."""
    arguments = [each for each in get_args(annotation) if each is not type(None)]
    if get_origin(annotation) is list:
        return [value_of(name.rstrip("s"), arguments[0])]
    if arguments:
        return value_of(name, arguments[0])
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return next(iter(annotation)).value
    plain: dict[Any, Any] = {
        bool: True, int: 2, datetime: "2026-12-08T04:30:00Z", date: "2026-12-08",
        str: WORDS.get(name, "01a20700-1b8f-7cb0-8935-633d87831732"),
    }  # fmt: skip
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {inner: value_of(inner, field.annotation) for inner, field in annotation.model_fields.items()}
    return plain[annotation]


def sample_of(event: type[Event]) -> dict[str, Any]:
    """Headers and body of an event of this type."""
    body = {
        name: value_of(name, field.annotation) for name, field in event.model_fields.items() if name not in ENVELOPE
    }
    made = event(
        event_id="01a20700-1baa-7f1c-8648-f1428f8a3161", occurred_at=datetime(2026, 11, 23, 1, tzinfo=UTC),
        municipality="39401", aggregate_id="C-2026-0042", aggregate_version=3,
        correlation_id="01a20700-1baa-7000-8000-000000000001", causation_id="01a20700-1baa-7000-8000-000000000002",
        **body,
    )  # fmt: skip
    return {"headers": made.headers(), "body": json.loads(made.payload())}


def missing(event: type[Event]) -> Path | None:
    """Where a sample is wanted: there is none, or the newest knows less than the fact says by now."""
    known = sorted(SAMPLES.glob(f"{event.subject}*.json"), key=lambda path: path.stem)
    if not known:
        return SAMPLES / f"{event.subject}.json"
    said = set(json.loads(known[-1].read_text(encoding="utf-8"))["body"])
    return None if said == set(event.model_fields) - ENVELOPE else SAMPLES / f"{event.subject}+{len(known)}.json"


if __name__ == "__main__":
    for event in all_events():
        if path := missing(event):
            path.write_text(json.dumps(sample_of(event), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
