"""参加支援: what the programs answer, and 狭間の受け入れ."""

from datetime import date
from typing import Any

from pydantic import BaseModel
from pydantic import Field as Described

from services.programs.rules.matching import (
    AcceptanceReason,
    AgeRange,
    AnyOf,
    Approver,
    Attends,
    Condition,
    Finding,
    GradeRange,
    Holds,
    Lives,
    Verdict,
    Why,
    Without,
)
from services.programs.schemas.base import Form
from shared.web.text import Reference

KINDS: dict[type, str] = {
    AgeRange: "age", GradeRange: "grade", Holds: "holds", Without: "without", Attends: "attends", Lives: "lives",
    AnyOf: "any_of",
}  # fmt: skip


class ReasonView(BaseModel):
    """What one condition says, as codes and values."""

    kind: str = Described(description="age, grade, holds, without, attends, lives or any_of")
    verdict: Verdict
    why: Why
    about: str | None = Described(None, description="the circumstance, program or area it asks for")
    lowest: int | None = None
    highest: int | None = None
    is_guide: bool = False
    seen: tuple[int, int] | None = Described(None, description="the ages or grades it may be")
    any_of: list["ReasonView"] = []

    @classmethod
    def of(cls, finding: Finding) -> "ReasonView":
        return cls(
            kind=KINDS[type(finding.condition)],
            verdict=finding.verdict,
            why=finding.why,
            seen=finding.seen,
            any_of=[cls.of(part) for part in finding.parts],
            **_values(finding.condition),
        )


def _values(condition: Condition) -> dict[str, Any]:
    match condition:
        case AgeRange():
            return {"lowest": condition.lowest, "highest": condition.highest, "is_guide": condition.is_guide}
        case GradeRange():
            return {"lowest": condition.lowest, "highest": condition.highest}
        case Attends():
            return {"about": condition.program}
        case Lives():
            return {"about": condition.area}
        case AnyOf():
            return {}
    return {"about": condition.code.value}


class ChangeView(BaseModel):
    """What is different from next April on."""

    on: date
    verdict: Verdict
    reasons: list[ReasonView]


class MatchView(BaseModel):
    """A program's answer."""

    program_id: str
    name: str
    verdict: Verdict
    reasons: list[ReasonView] = Described(description="one a condition; none when it is for everybody or unknown")
    is_written_down: bool = Described(description="false: nobody has written down whom it is for, so it is asked")
    change: ChangeView | None
    kilometres: float | None = Described(description="as the crow flies from the middle of the person's area")
    free_places: int | None = Described(description="None: not known")
    next_dates: list[date]
    organiser: str | None = Described(description="whom to ask")
    phone: str | None = Described(description="their public number")


class AcceptanceForm(Form):
    """狭間の受け入れ: why, and the post that answers for it."""

    request_id: Reference
    reason: AcceptanceReason
    approver: Approver


class AcceptanceCount(BaseModel):
    """狭間の受け入れ of a program for a reason, counted for those who look after programs."""

    program_id: str
    reason: AcceptanceReason
    count: int
