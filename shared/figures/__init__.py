"""Figures of the work: what a service counts in its rows, for dashboards and alerts."""

from shared.figures.counting import age, counts, days_since, histogram, one, seconds_between
from shared.figures.declared import MUNICIPALITIES, Allowed, Figure, Kind, Shape, Values
from shared.figures.expiring import links_expiring
from shared.figures.fives import in_fives
from shared.figures.taken import WorkFigures, WorkRoom
from shared.figures.tally import Tally

__all__ = [
    "MUNICIPALITIES", "Allowed", "Figure", "Kind", "Shape", "Tally", "Values", "WorkFigures", "WorkRoom", "age",
    "counts", "days_since", "histogram", "in_fives", "links_expiring", "one", "seconds_between",
]  # fmt: skip
