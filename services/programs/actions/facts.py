"""What a form says of somebody, as the rules take it."""

from datetime import date

from services.programs.errors import AgesDisagree, NotBornYet
from services.programs.rules.matching import Facts, Span, ages_on, born_at_age, born_in
from services.programs.schemas import FactsForm


def facts_of(form: FactsForm, today: date) -> Facts:
    """The facts as the rules take them. AgesDisagree, NotBornYet when the numbers can't be."""
    births = born_in(form.born_year, form.born_month) if form.born_year else None
    if births and births.first > today:
        raise NotBornYet("That month is still to come.", field="born_month" if form.born_month else "born_year")
    if births and form.age is not None:
        span = ages_on(births, today)
        if not span.low <= form.age <= span.high:
            raise AgesDisagree("Age and year of birth do not go together.", field="age")
    if births is None and form.age is not None:
        births = born_at_age(form.age, today)
    return Facts(
        today,
        births,
        None if form.grade is None else Span(form.grade, form.grade),
        form.circumstances(),
        form.attends(),
        form.area,
        form.known.get("resident"),
    )
