"""Who telephones whom when a change has to reach people."""

import re
from collections.abc import Sequence
from typing import TypeVar

MOST_CALLERS = 8

T = TypeVar("T")


def callers_in(text: str) -> list[str]:
    """The callers named in a text: one a line, or with commas between them; nobody twice."""
    return list(dict.fromkeys(name for part in re.split(r"[\n、，,]", text) if (name := part.strip())))


def dealt(people: Sequence[T], callers: Sequence[str]) -> list[tuple[str, list[T]]]:
    """People in the order of their need, dealt out in turn: each caller begins with those who can least wait."""
    return [(caller, list(people[first :: len(callers)])) for first, caller in enumerate(callers)]
