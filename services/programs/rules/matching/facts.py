"""What is known of somebody whom nobody names."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from services.programs.rules.matching.ages import (
    FIRST_GRADE,
    LAST_GRADE,
    OUT_OF_SCHOOL,
    PRESCHOOL,
    Births,
    Span,
    ages_on,
    born_in_grade,
    grades_on,
    next_april,
)
from services.programs.rules.matching.words import Circumstance


@dataclass(frozen=True)
class Facts:
    """Facts on a day. What is missing is unknown, never "no": `known` and `attends` hold only what somebody said."""

    day: date
    born: Births | None = None
    grade: Span | None = None
    known: Mapping[Circumstance, bool] = field(default_factory=dict)
    attends: Mapping[str, bool] = field(default_factory=dict)
    area: str | None = None
    lives_here: bool | None = None

    @property
    def ages(self) -> Span | None:
        """Years of age, from the day of birth or else from the grade."""
        births = self.born or self._born_by_grade()
        return ages_on(births, self.day) if births else None

    @property
    def grades(self) -> Span | None:
        """The grade that was said, else the one that goes with the age."""
        return self.grade or (grades_on(self.born, self.day) if self.born else None)

    def next_april(self) -> "Facts":
        """The same person on the next 1 April: a grade further on, the age as the day of birth has it."""
        return replace(self, day=next_april(self.day), born=self.born or self._born_by_grade(), grade=self._moved_up())

    def _moved_up(self) -> Span | None:
        if self.grade is None or (self.grade.high == PRESCHOOL and self.born):
            return None  # the day of birth says it better
        low = self.grade.low if self.grade.low == PRESCHOOL else self.grade.low + 1
        return Span(min(low, OUT_OF_SCHOOL), min(self.grade.high + 1, OUT_OF_SCHOOL))

    def _born_by_grade(self) -> Births | None:
        if self.grade is None or self.grade.low != self.grade.high or not FIRST_GRADE <= self.grade.low <= LAST_GRADE:
            return None
        return born_in_grade(self.grade.low, self.day)
