"""The order of an agenda and its budget of minutes."""

from shared.contracts.words import ItemKind

# What can't wait comes first, then what the town has carried longest (pages.md: oldest first).
ORDER = (
    ItemKind.EMERGENCY_REPORT,
    ItemKind.REFERRAL_UNANSWERED,
    ItemKind.REVIEW,
    ItemKind.WATCH_ENDED,
    ItemKind.CANDIDATE,
    ItemKind.NETWORK_CASE,
)
MINUTES = {
    ItemKind.EMERGENCY_REPORT: 5,
    ItemKind.REFERRAL_UNANSWERED: 5,
    ItemKind.REVIEW: 10,
    ItemKind.WATCH_ENDED: 10,
    ItemKind.CANDIDATE: 10,
    ItemKind.NETWORK_CASE: 30,
}


def place_in_order(kind: ItemKind, times_carried: int, item_id: str) -> tuple[int, int, str]:
    """Sort key of a line: kind, then the longest carried, then the oldest (ids are ordered by time)."""
    return (ORDER.index(kind), -times_carried, item_id)


def minutes_over(minutes: list[int], budget: int) -> int:
    """By how many minutes an agenda exceeds its sitting; 0 when it fits."""
    return max(0, sum(minutes) - budget)
