"""Facts may arrive in any order: what comes of them must not depend on it."""

import pytest
from sqlalchemy import text
from sqlmodel import select

from services.intake.models import AgendaLine
from services.meetings.models import AgendaItem
from tests.flows.people import story_on
from tests.flows.stage import Stage


@pytest.mark.parametrize("reversed_order", [False, True])
@pytest.mark.parametrize("emergency", [False, True])
async def test_withdrawn_consent_takes_the_line_whichever_fact_comes_first(
    stage: Stage, *, reversed_order: bool, emergency: bool
) -> None:
    care = await story_on(stage).sign_in("houkatsu")
    fields = ["long_term_care"] if emergency else ["long_term_care", "income"]
    form = {"agency": "houkatsu", "categories": fields, "consent": "given"}
    case = (await care.post("/intake/api/consultations", form))["case_ref"]
    if emergency:
        await care.post(f"/intake/api/cases/{case}/emergency", {"agency": "houkatsu"})
    await care.post(f"/intake/api/cases/{case}/consent", {"consent": "withdrawn"})
    if reversed_order:
        await _reverse_what_waits(stage)
    await stage.settle()
    assert await _lines(stage, case) == [("emergency_report" if emergency else "candidate", "removed", True)]
    view = await care.get(f"/intake/api/cases/{case}")
    assert (view["stage"], view["next_date"]) == ("consultation", "2026-11-26")  # the agency looks again soon


async def _reverse_what_waits(stage: Stage) -> None:
    async with stage.apps["intake"].state.db.transaction() as tx:
        await tx.exec(text("UPDATE outbox SET seq = 100000 - seq WHERE published_at IS NULL"))


async def _lines(stage: Stage, case: str) -> list[tuple[str, str, bool]]:
    """Kind and status of the case's lines at meetings, and whether intake knows the line as closed."""
    async with stage.apps["meetings"].state.db.reading() as tx:
        items = (await tx.exec(select(AgendaItem).where(AgendaItem.case_ref == case))).all()
    async with stage.apps["intake"].state.db.reading() as tx:
        lines = {row.item_id: row.is_closed for row in (await tx.exec(select(AgendaLine))).all()}
    return [(item.kind.value, item.status, lines[item.id]) for item in items]
