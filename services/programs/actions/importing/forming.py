"""A line of a list as the form that describes a program."""

from services.programs.actions.importing.plan import Planned
from services.programs.actions.importing.standing import Standing
from services.programs.rules import ProgramKind
from services.programs.rules.importing import Column, plain
from services.programs.schemas import ProgramForm
from services.programs.words import KINDS

KIND_NAMES = {part: kind for kind, (ja, _) in KINDS.items() for part in (ja, *ja.split("・"))}
FIELDS = {
    Column.NAME: "name", Column.KANA: "name_kana", Column.ENGLISH: "name_en", Column.AUDIENCE: "audience",
    Column.CONTENT: "content", Column.PURPOSE: "purpose", Column.REMARK: "irregular",
}  # fmt: skip


def form_of(planned: Planned, standing: Standing, organiser: str | None, venue: str | None) -> ProgramForm:
    """The program as the list wants it; what the list does not say is as it was."""
    program, said = planned.program, planned.line.said
    kept = set(ProgramForm.model_fields) - {"organiser", "venue"}
    values = program.model_dump(include=kept) if program else {}
    values |= {name: said[column] for column, name in FIELDS.items() if column in said}
    if program and plain(values["name"]) == plain(program.name):
        values["name"] = program.name  # spelled otherwise, it is no other name
    if planned.line.ends_on:
        values["ended_on"] = planned.line.ends_on
    if Column.KIND in said:
        values["kind"] = KIND_NAMES[said[Column.KIND]]
    if Column.AREA in said:
        values["area"] = standing.areas[said[Column.AREA]]
    return ProgramForm.model_validate({"kind": ProgramKind.OTHER, **values, "organiser": organiser, "venue": venue})
