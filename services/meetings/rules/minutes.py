"""When minutes may be written, approved and added to."""

from enum import StrEnum

GENERAL = "general"  # the part of the minutes that belongs to no line


class Refusal(StrEnum):
    """Why a step isn't possible now."""

    NOT_BEGUN = "not_begun"
    LOCKED = "locked"
    NOT_OVER = "not_over"
    NOT_APPROVED = "not_approved"


def writing(status: str, *, approved: bool) -> Refusal | None:
    """Minutes are written while the sitting lasts and after it, until they are approved."""
    if approved:
        return Refusal.LOCKED
    return None if status in ("open", "held") else Refusal.NOT_BEGUN


def approving(status: str) -> Refusal | None:
    """Minutes are approved once the sitting is over."""
    return None if status == "held" else Refusal.NOT_OVER


def adding(*, approved: bool) -> Refusal | None:
    """Before approval the text itself is corrected; afterwards a correction is a line of its own."""
    return None if approved else Refusal.NOT_APPROVED


def key_name(meeting_id: str, case_ref: str | None) -> str:
    """With which key a part is sealed: its case's, else the sitting's own."""
    return case_ref or f"sitting-{meeting_id}"
