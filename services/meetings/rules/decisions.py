"""Which decisions a line can have, what each needs, and what it leads to."""

from dataclasses import dataclass
from datetime import date

from services.meetings.rules import themes
from shared.contracts.words import DecisionCode, ItemKind

NETWORK_DECISIONS = frozenset({
    DecisionCode.PLAN_DECIDED, DecisionCode.CONTINUE, DecisionCode.WATCH_UNTIL, DecisionCode.SINGLE_AGENCY,
    DecisionCode.CLOSE,
})  # fmt: skip
CORE_DECISIONS = frozenset({
    DecisionCode.TAKE_UP, DecisionCode.WATCH_UNTIL, DecisionCode.SINGLE_AGENCY, DecisionCode.SEND_TO_NETWORK,
    DecisionCode.CONTINUE, DecisionCode.CLOSE,
})  # fmt: skip


ACTION_DECISIONS = frozenset({DecisionCode.DONE, DecisionCode.CONTINUE, DecisionCode.DROPPED})


@dataclass(frozen=True)
class Wish:
    """A decision as the chair records it."""

    code: DecisionCode
    owner: str | None = None
    until: date | None = None
    review_on: date | None = None
    tasks: int = 0


@dataclass(frozen=True)
class Missing:
    """A part that this decision needs and the wish lacks."""

    field: str


def allowed(kind: ItemKind) -> frozenset[DecisionCode]:
    """The decisions a line of this kind can have."""
    if kind in themes.THEMES:
        return themes.decisions(kind)
    if kind is ItemKind.WRITTEN_REPORT:
        return frozenset({DecisionCode.NOTED})
    if kind is ItemKind.ACTION_ITEM:
        return ACTION_DECISIONS
    return NETWORK_DECISIONS if kind is ItemKind.NETWORK_CASE else CORE_DECISIONS


def missing(wish: Wish) -> Missing | None:
    """The first part a decision needs and has not: a case must never leave without a next date."""
    needs: dict[DecisionCode, tuple[str, ...]] = {
        DecisionCode.WATCH_UNTIL: ("until",),
        DecisionCode.SINGLE_AGENCY: ("owner", "until"),
        DecisionCode.PLAN_DECIDED: ("review_on", "tasks"),
    }
    for part in needs.get(wish.code, ()):
        if not getattr(wish, part):
            return Missing(part)
    return None


def returns_as(code: DecisionCode) -> ItemKind | None:
    """The kind of line with which the case comes back to the core meeting, or None when it does not by itself."""
    return {
        DecisionCode.WATCH_UNTIL: ItemKind.WATCH_ENDED,
        DecisionCode.PLAN_DECIDED: ItemKind.REVIEW,
        DecisionCode.TAKE_UP: ItemKind.REVIEW,
        DecisionCode.CONTINUE: ItemKind.REVIEW,
    }.get(code)


def returns_on(wish: Wish, *, next_day: date) -> date:
    """The earliest day on which it comes back; `next_day` is the day after the sitting."""
    return wish.review_on or wish.until or next_day


def settles_as(code: DecisionCode) -> str | None:
    """How something to do ends by a decision; None when it goes on and comes back."""
    return {DecisionCode.DONE: "done", DecisionCode.DROPPED: "dropped"}.get(code)
