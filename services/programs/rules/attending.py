"""出欠: what counts as coming, who is a regular, when an absence asks for a quiet look. No clock."""

from collections.abc import Sequence
from enum import StrEnum


class AttendanceState(StrEnum):
    """How somebody was there."""

    PRESENT = "present"
    LATE = "late"
    PARTIAL = "partial"
    MISSED = "missed"
    EXCUSED = "excused"


CAME = frozenset({AttendanceState.PRESENT, AttendanceState.LATE, AttendanceState.PARTIAL})


def missed_in_a_row(newest_first: Sequence[AttendanceState]) -> int:
    """How often somebody has been missed since they last came; a day they need not have come does not count."""
    missed = 0
    for state in newest_first:
        if state in CAME:
            break
        missed += state is AttendanceState.MISSED
    return missed


def is_regular(newest_first: Sequence[AttendanceState], *, from_times: int, streak: int) -> bool:
    """Whether somebody came regularly before they were missed: `from_times` or more before the present streak."""
    return sum(state in CAME for state in newest_first[streak:]) >= from_times


def asks_for_check(newest_first: Sequence[AttendanceState], *, at: int, from_times: int) -> bool:
    """Whether a regular's absence is the `at`-th in a row, or beyond: somebody should look how they are."""
    missed = missed_in_a_row(newest_first)
    return missed >= at and is_regular(newest_first, from_times=from_times, streak=missed)
