"""Whether a message may leave, decided from plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notify.rules import Kind, Reason, Standing, Told, reason_to_hold_back, wait_before, withdrawn

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def told(
    kind: Kind = Kind.INVITATION, *, sequence: int = 2, ends: datetime | None = None, routine: bool = False
) -> Told:
    return Told(kind, sequence, ends, routine)


def standing(*, newest: int = 2, heard: bool = False, off: bool = False, no_consent: bool = False) -> Standing:
    return Standing(newest, heard, off, no_consent)


@pytest.mark.parametrize(
    ("message", "known", "reason"),
    [
        (told(), standing(), None),
        (told(), standing(newest=3), Reason.SUPERSEDED),
        (told(), standing(off=True), Reason.MEETING_CANCELLED),
        (told(Kind.INVITATION_HELD), standing(off=True), Reason.MEETING_CANCELLED),
        (told(Kind.RELEASE), standing(off=True, heard=True), None),
        (told(Kind.RELEASE), standing(), Reason.NEVER_INVITED),
        (told(), standing(newest=3, no_consent=True), Reason.CONSENT_WITHDRAWN),
        (told(routine=True), standing(), Reason.ROUTINE),
        (told(ends=NOW), standing(), None),
        (told(ends=NOW - timedelta(seconds=1)), standing(), Reason.TOO_LATE),
    ],
)
def test_holds_back_what_has_lost_its_reason(message: Told, known: Standing, reason: Reason | None) -> None:
    assert reason_to_hold_back(message, known, now=NOW) == reason


@pytest.mark.parametrize(
    ("on_consent", "minutes", "rests"), [(True, 5, True), (False, -5, False), (None, -5, True), (None, 5, False)]
)
def test_what_rests_on_a_withdrawn_consent(on_consent: bool | None, minutes: int, rests: bool) -> None:
    called_at = NOW + timedelta(minutes=minutes)
    assert withdrawn(on_consent=on_consent, called_at=called_at, withdrawn_at=NOW) is rests


def test_waits_longer_each_time_and_gives_up_after_an_hour() -> None:
    waits = [wait_before(attempts) for attempts in range(1, 9)]
    seconds = [wait.total_seconds() if wait else None for wait in waits]
    assert seconds == [2, 8, 32, 128, 512, 900, 900, None]
