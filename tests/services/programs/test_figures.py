"""Figures of programs' work: sessions and registrations from rows, searches from the process."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from services.programs.figures import WORK
from services.programs.models import OrganiserLink, ResourceGap, Session
from shared.clock import local_date
from shared.db import Database
from tests.figures import Shown, counted
from tests.flows.stage import MONDAY, Stage
from tests.services.people import signed_in
from tests.services.programs.test_matching_doors import FACTS


async def shown_by(town: Stage, now: datetime) -> Shown:
    return await counted(town.apps["programs"].state.db, WORK, now)


async def sessions(db: Database) -> list[Session]:
    async with db.reading() as tx:
        return list((await tx.exec(select(Session).order_by(col(Session.held_on), col(Session.id)))).all())


async def test_sessions_by_what_became_of_them(town: Stage) -> None:
    db = town.apps["programs"].state.db
    before = await shown_by(town, MONDAY)
    [first, *_] = [each for each in await sessions(db) if each.municipality == "39204"]
    organiser = await signed_in(town, "organiser")
    answer = await organiser.post(f"/programs/api/sessions/{first.id}/cancel", json={"reason": "typhoon"})
    assert answer.status_code == 200, answer.text
    after = await shown_by(town, MONDAY)
    off = [shown("yui_sessions_in_window", status="cancelled") for shown in (before, after)]
    assert off[1] == off[0] + 1
    assert after("yui_sessions_cancelled_in_window", reason="typhoon") == 1


async def test_a_week_that_nobody_posted(town: Stage) -> None:
    shown = await shown_by(town, MONDAY)
    monday = local_date(MONDAY)
    week = [
        each for each in await sessions(town.apps["programs"].state.db)
        if each.municipality == "39204" and monday <= each.held_on <= monday + timedelta(days=6)
    ]  # fmt: skip
    assert shown("yui_sessions_this_week", municipality="39204", status="posted") == 0
    assert shown("yui_sessions_this_week", municipality="39204", status="unposted") == len(week) > 0
    assert shown("yui_sessions_this_week", municipality="39401", status="unposted") == 0


async def test_gaps_by_age(town: Stage) -> None:
    db = town.apps["programs"].state.db
    async with db.transaction() as tx:
        for number, days in enumerate((1, 40, 41, 200)):
            noted_at = MONDAY - timedelta(days=days)
            tx.add(ResourceGap(gap_id=str(number), municipality="39204", theme="food", noted_at=noted_at))
    shown = await shown_by(town, MONDAY)
    found = [shown("yui_resource_gaps_open", age=age) for age in ("under_30d", "30_to_90d", "over_90d")]
    assert found == [1, 2, 1]


async def test_a_link_that_ends_soon_counts_until_a_newer_one_follows_it(town: Stage) -> None:
    """Each phone has its own: another phone's new link follows nothing, one that was taken back neither."""

    def link(token: str, name: str, days: int, *, revoked: bool = False) -> OrganiserLink:
        return OrganiserLink(
            token_sha256=token, organiser_id="morito", name=name, made_at=MONDAY, expires_at=MONDAY + timedelta(days),
            revoked_at=MONDAY if revoked else None,
        )  # fmt: skip

    db, ending = town.apps["programs"].state.db, []
    for rows in (
        [link("a", "受付", 3), link("b", "当番", 5), link("c", "受付", 6, revoked=True), link("d", "会長", 9)],
        [link("e", "会長", 365), link("f", "受付", 365, revoked=True)],
        [link("g", "受付", 365)],
        [link("h", "当番", 6)],  # follows, and ends soon itself
    ):
        async with db.transaction() as tx:
            tx.add_all(rows)
        ending.append((await shown_by(town, MONDAY))("yui_links_expiring", kind="organiser", within="7d"))
    assert ending == [2, 2, 1, 1]


async def test_searches_are_counted_in_fives_by_their_best_answer(town: Stage) -> None:
    coordinator = await signed_in(town, "coordinator")
    registry = town.apps["programs"].state.metrics.registry

    def counted_yes() -> float | None:
        return registry.get_sample_value("yui_matches_total", {"service": "programs", "answer": "yes"})  # type: ignore[no-any-return]

    assert counted_yes() == 0
    for _ in range(6):
        assert (await coordinator.post("/programs/match", data=FACTS)).status_code == 200
    assert counted_yes() == 10
