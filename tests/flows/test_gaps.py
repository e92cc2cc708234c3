"""What fits nobody, from programs to the agenda: three make one line, the fourth none, hearing it again none either."""

from sqlmodel import col, select

from services.meetings.models import AgendaItem
from shared.contracts.words import ItemKind
from shared.outbox import replay
from tests.flows.people import story_on
from tests.flows.stage import Stage

LINE = ("resource", "transport", "kure")


async def lines(stage: Stage) -> list[AgendaItem]:
    """Lines about what the town lacks."""
    async with stage.apps["meetings"].state.db.reading() as tx:
        query = select(AgendaItem).where(AgendaItem.kind == ItemKind.RESOURCE_GAP).order_by(col(AgendaItem.id))
        return list((await tx.exec(query)).all())


async def test_three_no_fits_are_one_line_of_the_resource_meeting(stage: Stage) -> None:
    async def nothing_fits(number: int, area: str = "kure") -> list[tuple[str, str | None, str | None]]:
        worker = await story_on(stage).sign_in("houkatsu")
        need = {"request_id": f"n-{number}", "theme": "transport", "area": area}
        await worker.post("/programs/api/gaps", need)
        await stage.settle()
        stage.clock.turn(days=1)
        return [(line.body, line.theme, line.area) for line in await lines(stage)]

    for number, area in ((1, "kure"), (2, "kure"), (2, "kure"), (3, "onomi")):
        assert await nothing_fits(number, area) == []
    assert await nothing_fits(4) == [LINE]
    assert await nothing_fits(5) == [LINE]
    for app in stage.apps.values():
        async with app.state.db.transaction() as tx:
            await replay(tx)
    await stage.settle()
    (line,) = await lines(stage)
    assert (line.case_ref, line.title, line.status, bool(line.meeting_id)) == (None, None, "open", True)
    stage.clock.turn(days=90)
    for number in (6, 7):
        assert await nothing_fits(number) == [LINE]
    assert await nothing_fits(8) == [LINE] * 2
