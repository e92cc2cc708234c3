"""What a list would change, as it is shown and then done."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from services.programs.models import Program, Series
from services.programs.rules import HolidayRule
from services.programs.rules.importing import Column, Line, Mistake, Weekly


class Difference(NamedTuple):
    """One cell that says something else than what stands."""

    column: Column
    before: str
    after: str


class Season(NamedTuple):
    """From and until which day a weekly time takes place; None is open."""

    first_day: date | None
    last_day: date | None


class TimeStep(NamedTuple):
    """A weekly time that is new (no series), becomes another, or stays though the list does not name it (no `to`)."""

    series: Series | None
    to: Weekly | None

    @property
    def rule(self) -> HolidayRule:
        """What the list says of holidays, else what stood, else that they are skipped."""
        said = self.to.on_holidays if self.to else None
        return said or (self.series.on_holidays if self.series else HolidayRule.SKIP)

    @property
    def season(self) -> Season:
        """What the list says of its first and last day, else what stood."""
        first, last = (self.series.first_day, self.series.last_day) if self.series else (None, None)
        first, last = (self.to and self.to.first_day) or first, (self.to and self.to.last_day) or last
        return Season(None if first and last and last < first else first, last)  # it ends before it could begin

    @property
    def is_season_only(self) -> bool:
        """Whether nothing but the season of a time that stands is another."""
        row = self.series
        return bool(
            row and self.to and (row.weekday, row.starts, row.ends, row.on_holidays) == (*self.to[:3], self.rule)
        )


@dataclass
class Planned:
    """What becomes of one program of the list."""

    line: Line
    program: Program | None
    differences: list[Difference] = field(default_factory=list)
    steps: list[TimeStep] = field(default_factory=list)
    is_over: bool = False  # unknown here, and the list says that it has ended: nothing to begin

    @property
    def changes(self) -> list[TimeStep]:
        """The weekly times that are new or different."""
        return [step for step in self.steps if step.to]

    @property
    def fate(self) -> str:
        """new, changed or unchanged."""
        if self.is_over:
            return "unchanged"
        if self.program is None:
            return "new"
        return "changed" if self.differences or self.changes else "unchanged"


@dataclass
class Plan:
    """A list against the town. With a mistake in it, nothing may be written."""

    programs: list[Planned]
    unknown: Sequence[str]
    mistakes: list[Mistake]

    def of(self, fate: str) -> list[Planned]:
        """The programs of one fate, in the list's order."""
        return [each for each in self.programs if each.fate == fate]

    @property
    def seen(self) -> str:
        """What was shown, as a fingerprint: what is done later is this and nothing else."""
        shown = [
            [each.line.name, each.fate, each.differences, [(s.series and s.series.id, s.to) for s in each.steps]]
            for each in self.programs
        ]
        return hashlib.sha256(json.dumps(shown, default=str).encode()).hexdigest()
