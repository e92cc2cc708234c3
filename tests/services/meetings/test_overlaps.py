"""Whoever has to come can't be in two places: said before a sitting is placed, with who and where."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.meetings.actions import reading, series, sittings
from services.meetings.errors import OverlappingPosts
from services.meetings.models import Meeting
from services.meetings.rules.overlaps import Called, overlaps
from services.meetings.rules.spans import Span
from services.meetings.schemas import ConveneForm, MoveForm
from shared.db import Database
from tests.nakatosa import Nakatosa
from tests.services.meetings.stage import NAKATOSA, TUESDAY, A, last_told, sittings_of, told_since
from tests.services.meetings.test_series import form

NOON = datetime(2026, 12, 3, 3, 0, tzinfo=UTC)
minutes = st.integers(0, 300).map(lambda count: NOON + timedelta(minutes=count))
spans = st.tuples(minutes, st.integers(1, 120)).map(lambda each: Span(each[0], each[0] + timedelta(minutes=each[1])))
called = st.builds(Called, st.sampled_from("ABC"), st.just("m"), st.just("core"), st.just("t"), spans)


@given(spans, st.sets(st.sampled_from("AB")), st.lists(called))
def test_two_overlap_when_some_minute_belongs_to_both(span: Span, posts: set[str], calls: list[Called]) -> None:
    def during(each: Span) -> set[datetime]:
        length = int((each.ends_at - each.starts_at).total_seconds() // 60)
        return {each.starts_at + timedelta(minutes=number) for number in range(length)}

    met = {call for call in calls if call.post in posts and during(call.span) & during(span)}
    assert set(overlaps(span, posts, calls)) == met


async def core_day(db: Database) -> Meeting:
    return next(each for each in await sittings_of(db, "core") if each.starts_at > TUESDAY)


async def convene(db: Database, starts_at: datetime, *, despite_overlap: bool = False) -> Meeting:
    asked = ConveneForm(body="core", starts_at=starts_at, minutes=60, despite_overlap=despite_overlap)
    async with db.transaction() as tx:
        return await sittings.convene(tx, asked, A, now=TUESDAY)


async def test_it_says_who_and_where_and_places_nothing(db: Database) -> None:
    there, seq = await core_day(db), await last_told(db)
    with pytest.raises(OverlappingPosts) as refused:
        await convene(db, there.starts_at + timedelta(minutes=89))
    async with db.reading() as tx:
        names = await reading.names_of(tx, NAKATOSA)
    assert refused.value.field == "starts_at"
    who = "、".join(names.posts[post] for post in "ABCDE")
    assert f"「{there.title}」（13:30–15:00）に、{who}" in refused.value.title_ja
    assert await told_since(db, seq) == []


async def test_who_asks_may_go_on_all_the_same(db: Database) -> None:
    there = await core_day(db)
    await convene(db, there.starts_at, despite_overlap=True)
    assert sum(each.starts_at == there.starts_at for each in await sittings_of(db, "core")) == 2


async def test_one_after_the_other_is_no_overlap(db: Database) -> None:
    there = await core_day(db)
    after = await convene(db, there.starts_at + timedelta(minutes=90))
    async with db.transaction() as tx:
        await sittings.move(tx, after.id, MoveForm(starts_at=after.starts_at + timedelta(hours=1)), A, now=TUESDAY)
    async with db.transaction() as tx:
        with pytest.raises(OverlappingPosts):
            await sittings.move(tx, after.id, MoveForm(starts_at=there.starts_at), A, now=TUESDAY)


async def test_a_sitting_does_not_stand_in_its_own_way(db: Database) -> None:
    there = await core_day(db)
    async with db.transaction() as tx:
        moved = await sittings.move(
            tx, there.id, MoveForm(starts_at=there.starts_at + timedelta(minutes=30)), A, now=TUESDAY
        )
        assert moved.starts_at == there.starts_at + timedelta(minutes=30)


async def test_what_was_called_off_is_in_nobodys_way(db: Database) -> None:
    there = await core_day(db)
    async with db.transaction() as tx:
        await sittings.cancel(tx, there.id, A, now=TUESDAY)
    await convene(db, there.starts_at)


async def test_the_preview_of_a_rule_names_the_days_that_overlap(db: Database) -> None:
    extra = datetime(2026, 12, 16, 4, 30, tzinfo=UTC)  # a third Wednesday, 13:30
    async with db.transaction() as tx:
        body = await reading.find_body(tx, NAKATOSA, "rights-committee")
        body.leader, body.required = "A", []
        tx.add(body)
        await sittings.schedule(tx, body, extra, 60, now=TUESDAY)
    async with db.transaction() as tx:
        rule = form(nth=["3"], weekday="WE", since=date(2026, 12, 1))
        found = (await series.preview(tx, "core", rule, A, now=TUESDAY, months=13)).overlaps
    assert [(moment, [call.post for call in calls]) for moment, calls in found] == [(extra, ["A"])]


# the pages

EXTRA = {"day": "2026-12-08", "start": "14:00", "minutes": "60", "place": ""}


async def convene_page(town: Nakatosa, login: str, **changes: str) -> tuple[int, str]:
    page = "/meetings/bodies/core/convene"
    answer = await (await town.sign_in(login)).send(page, {**EXTRA, **changes})
    return answer.status_code, answer.text


async def test_an_extra_sitting_is_called_from_the_bodys_page(town: Nakatosa) -> None:
    status, text = await convene_page(town, "promoter-a")
    assert (status, "同じ時間に呼ばれている人がいます" in text, "それでも、この日時にする" in text) == (422, True, True)
    assert (await convene_page(town, "promoter-a", despite_overlap="true"))[0] == 303
    assert (await convene_page(town, "promoter-a", day="2027-01-20"))[0] == 303
    for changes, sentence in (
        ({"day": "2026-11-01"}, "過ぎた日時は選べません"),
        ({"day": ""}, "入力してください"),
        ({"minutes": "3"}, "この欄を見直してください"),
    ):
        status, text = await convene_page(town, "promoter-a", **changes)
        assert (status, sentence in text) == (422, True), changes


async def test_only_who_arranges_a_body_calls_it(town: Nakatosa) -> None:
    for login, status in (("promoter-b", 403), ("houkatsu", 403), ("admin", 200)):
        answer = await (await town.sign_in(login)).see("/meetings/bodies/core/convene")
        assert answer.status_code == status, login


async def test_moving_onto_another_sitting_asks_first(town: Nakatosa) -> None:
    leader, page = await town.sign_in("promoter-c"), f"/meetings/sittings/{town.network_sitting}"
    asked = {"day": "2027-01-12", "start": "14:00"}  # the core meeting's second Tuesday
    answer = await leader.send(f"{page}/move", asked, page=page)
    assert (answer.status_code, "それでも、この日時にする" in answer.text) == (422, True)
    answer = await leader.send(f"{page}/move", {**asked, "despite_overlap": "true"}, page=page)
    assert answer.status_code == 303
