"""持ち回り: whether a body has decided in writing what can't wait for its next sitting."""

from collections.abc import Mapping
from enum import StrEnum

from services.meetings.rules.decisions import allowed
from shared.contracts.words import DecisionCode, ItemKind


class Vote(StrEnum):
    """What a member answers."""

    AGREE = "agree"
    DISAGREE = "disagree"
    MEET = "meet"


class Outcome(StrEnum):
    """Where a written resolution stands; all but `agreed` leave the line to the next sitting."""

    WAITING = "waiting"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    TO_MEET = "to_meet"
    NO_QUORUM = "no_quorum"
    OVERTAKEN = "overtaken"


def decided_in_writing(kind: ItemKind) -> frozenset[DecisionCode]:
    """What can be decided in writing: a support plan is worked out face to face."""
    return allowed(kind) - {DecisionCode.PLAN_DECIDED}


def outcome(votes: Mapping[str, Vote | None], quorum: int | None, *, is_over: bool) -> Outcome:
    """What the members' votes come to: by post, None for who has not answered yet.

    One member who wants to meet is enough to meet. Else all have to answer, or the deadline to pass; then it takes the
    quorum (without one, more than half of the members) and more than half of the answers (assumed: the slides say
    nothing about votes).
    """
    said = [vote for vote in votes.values() if vote]
    if Vote.MEET in said:
        return Outcome.TO_MEET
    if len(said) < len(votes) and not is_over:
        return Outcome.WAITING
    if len(said) < (quorum or len(votes) // 2 + 1):
        return Outcome.NO_QUORUM
    return Outcome.AGREED if 2 * said.count(Vote.AGREE) > len(said) else Outcome.NOT_AGREED
