"""How much of a week one page shows: a town with hundreds of sessions must stay quick to open and easy to read."""

from collections.abc import Sequence
from typing import NamedTuple

MOST_ROWS = 40  # some 45 kB of HTML with names, kana and links


class Span(NamedTuple):
    """Some sessions of a day: its number in the week, from which to before which."""

    day: int
    first: int
    last: int


def portion(counts: Sequence[int], day: int, first: int, most: int = MOST_ROWS) -> tuple[list[Span], Span | None]:
    """What a page shows that begins with session `first` of `day`, and where the next begins (None: nothing is left).

    A day that has begun on a page ends on it where it can; a further day comes only as a whole.
    """
    first = min(first, counts[day])
    begun = Span(day, first, min(counts[day], first + most))
    spans, room = [begun], most - (begun.last - begun.first)
    if begun.last < counts[day]:
        return spans, Span(day, begun.last, counts[day])
    for number in range(day + 1, len(counts)):
        if counts[number] > room:
            return spans, Span(number, 0, counts[number])
        spans.append(Span(number, 0, counts[number]))
        room -= counts[number]
    return spans, None
