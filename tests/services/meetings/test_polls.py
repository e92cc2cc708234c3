"""日程調整: asked once, answered by account or link, the silent reminded, one sitting; nothing half-written."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.meetings.actions import reading, sittings
from services.meetings.actions.polls import answering, links, reminding, settling
from services.meetings.errors import (
    AlreadyReminded,
    AskingIsOver,
    DateTooFar,
    DateTwice,
    DeadlineAfterDates,
    InThePast,
    NoSuchAsking,
    NoSuchPoll,
    NotTheChair,
    NotYourAsking,
    PollIsOver,
    UnknownAgency,
    UnknownDate,
    UnknownPost,
)
from services.meetings.models import Meeting, Poll, PollAnswer, PollDate, PollInvitee, PollLink
from services.meetings.rules.polls import Ending, PollStatus
from services.meetings.schemas import AskingView, OverView
from shared.clock import local_date
from shared.contracts.notify import MessageFailed, MessageSent
from shared.contracts.words import InviteeKind
from shared.db import Database
from shared.tokens import new_token
from tests.services.meetings.polling import DATES, DUE, FIRST, HOUKATSU, Polling, form
from tests.services.meetings.stage import NAKATOSA, TUESDAY, A, B, C, D, E, hear, sittings_of, told

LATE = datetime.combine(DUE + timedelta(days=1), datetime.min.time(), TUESDAY.tzinfo)
MORNING = TUESDAY.replace(month=12, day=8, hour=23, minute=30)  # 8:30 in Japan on the 9th, a Wednesday
FACTS = ("poll_asked", "poll_reminded", "poll_answered", "poll_link_revoked", "poll_closed", "meeting_scheduled")


@pytest.fixture
async def poll(db: Database) -> Polling:
    made = Polling(db)
    await made.start()
    return made


async def test_the_same_form_sent_twice_asks_each_once(poll: Polling) -> None:
    await poll.start()
    asked = await told(poll.db, "poll_asked")
    assert [(fact.body["invitee_kind"], fact.body["invitee"]) for fact in asked] == [
        ("post", "A"), ("post", "B"), ("post", "C"), ("agency", "houkatsu"),
    ]  # fmt: skip
    assert {fact.body["title"] for fact in asked} == {(await sittings_of(poll.db, "core"))[0].title}
    assert (await poll.starts(), len(await poll.rows(Poll))) == (DATES, 1)


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"dates": [FIRST, TUESDAY]}, InThePast, "dates.1"),
        ({"dates": [FIRST, FIRST]}, DateTwice, "dates.1"),
        ({"dates": [FIRST.replace(year=2028)]}, DateTooFar, "dates.0"),
        ({"due_on": date(2026, 11, 23)}, DeadlineAfterDates, "due_on"),
        ({"due_on": local_date(FIRST)}, DeadlineAfterDates, "due_on"),
        ({"due_on": date.max}, DeadlineAfterDates, "due_on"),
        ({"posts": ["A", "Z"]}, UnknownPost, "posts"),
        ({"agencies": ["somebody"]}, UnknownAgency, "agencies"),
    ],
)
async def test_a_mistake_is_named_and_nobody_is_asked(
    db: Database, changes: dict[str, Any], error: type[Exception], field: str
) -> None:
    polling = Polling(db)
    with pytest.raises(error) as refused:
        await polling.start(form(**changes))
    assert getattr(refused.value, "field", None) == field
    assert [await polling.rows(table) for table in (Poll, PollDate, PollInvitee)] == [[], [], []]
    assert await told(db, *FACTS[:5]) == []


async def test_who_may_arrange_and_who_may_see(poll: Polling) -> None:
    with pytest.raises(NotTheChair):
        await poll.start(form(request_id="p2"), C)
    with pytest.raises(NotTheChair):
        await poll.view(C)
    elsewhere = A.model_copy(update={"grants": tuple(g.model_copy(update={"municipality": "39204"}) for g in A.grants)})
    with pytest.raises(NoSuchPoll):
        await poll.view(elsewhere)
    with pytest.raises(NoSuchPoll):
        await poll.start(form(), C, "network")  # another body's form can't take the poll over
    assert len(await poll.rows(Poll)) == 1


async def test_the_newest_answer_counts_and_the_same_again_tells_nobody(poll: Polling) -> None:
    for signs in ("○△ ", "○△ ", "×", "  ○"):
        await poll.say(B, "B", signs)
    row = await poll.invitee("B")
    answers = next(view.answers for view in (await poll.view()).invitees if view.id == row.id)
    assert [answers[each] for each in await poll.dates()] == ["no", "maybe", "yes"]
    assert (row.answered_by, len(await told(poll.db, "poll_answered"))) == ("B", 3)
    assert "yes" not in str([fact.body for fact in await told(poll.db, *FACTS)])


async def test_nobody_answers_for_another_nor_of_another_poll_s_dates(poll: Polling) -> None:
    for somebody in (A, C, D, E, HOUKATSU):
        with pytest.raises(NotYourAsking):
            await poll.say(somebody, "B", "○")
    stranger = (await poll.saying("○")).model_copy(deep=True)
    stranger.answers[0].date_id = "elsewhere"
    async with poll.db.transaction() as tx:
        with pytest.raises(UnknownDate) as refused:
            await answering.answer(tx, (await poll.invitee("B")).id, stranger, B, now=TUESDAY)
    assert (refused.value.field, await poll.rows(PollAnswer)) == ("answers", [])


async def test_a_link_answers_for_its_own_invitee_and_holds_no_secret_at_rest(poll: Polling) -> None:
    secret = await poll.link_to("houkatsu")
    await poll.say(B, "B", "○○○")
    await poll.say_by_link(secret, "△")
    async with poll.db.reading() as tx:
        asked = await answering.asked_by_link(tx, secret, now=TUESDAY)
    assert isinstance(asked, AskingView)
    assert [each.answer for each in asked.dates] == ["maybe", None, None]
    (link,) = await poll.rows(PollLink)
    assert (link.asking, secret in str(link), (await poll.invitee("houkatsu")).answered_by) == (1, False, None)
    async with poll.db.transaction() as tx:
        with pytest.raises(NoSuchAsking):
            await answering.answer_by_link(tx, new_token(), await poll.saying("○"), now=TUESDAY)


async def ending_behind(poll: Polling, secret: str, now: datetime = TUESDAY) -> OverView:
    with pytest.raises(AskingIsOver):
        await poll.say_by_link(secret, "○", now)
    async with poll.db.reading() as tx:
        over = await answering.asked_by_link(tx, secret, now=now)
    assert isinstance(over, OverView)
    return over


async def test_a_revoked_link_is_void_at_once_and_its_answers_do_not_count(poll: Polling) -> None:
    secret, row = await poll.link_to("houkatsu"), await poll.invitee("houkatsu")
    await poll.say_by_link(secret, "○○○")
    for _ in range(2):
        async with poll.db.transaction() as tx:
            await links.revoke(tx, "p1", row.id, A, now=TUESDAY)
    assert await ending_behind(poll, secret) == OverView(ending=Ending.VOID)
    assert [each.yes for each in (await poll.view()).dates] == [0, 0, 0]
    assert len(await told(poll.db, "poll_link_revoked")) == 1
    with pytest.raises(AskingIsOver):
        await poll.say(HOUKATSU, "houkatsu", "○")
    async with poll.db.reading() as tx:
        assert await answering.waiting_for(tx, HOUKATSU, now=TUESDAY) == []


async def test_a_new_link_makes_the_one_before_void_also_when_that_comes_late(poll: Polling) -> None:
    first, row = await poll.link_to("houkatsu"), await poll.invitee("houkatsu")
    await poll.say_by_link(first, "○")
    async with poll.db.transaction() as tx:
        await links.send_anew(tx, "p1", row.id, A, now=TUESDAY)
    second = await poll.link_to("houkatsu")
    assert (await ending_behind(poll, first)).ending is Ending.VOID
    await poll.say_by_link(second, " ×")
    assert [(each.yes, each.no) for each in (await poll.view()).dates] == [(1, 0), (0, 1), (0, 0)]
    asked = [fact.body for fact in await told(poll.db, "poll_asked") if fact.body["invitee"] == "houkatsu"]
    assert [body["asking"] for body in asked] == [1, 2]


async def test_after_the_deadline_nobody_answers_but_a_date_can_be_set(poll: Polling) -> None:
    secret = await poll.link_to("B")
    over = await ending_behind(poll, secret, LATE)
    assert (over.ending, over.due_on, over.contact is not None) == (Ending.LATE, DUE, True)
    async with poll.db.transaction() as tx:
        with pytest.raises(PollIsOver):
            await reminding.remind_now(tx, "p1", A, now=LATE)
        await settling.hold(tx, "p1", (await poll.dates())[0], A, now=LATE)


async def test_two_clicks_make_one_sitting_and_the_body_s_people_are_called(poll: Polling) -> None:
    secret, before = await poll.link_to("houkatsu"), len(await sittings_of(poll.db, "core"))
    first, second, _ = await poll.dates()
    for date_id in (second, second, first):
        async with poll.db.transaction() as tx:
            await settling.hold(tx, "p1", date_id, A, now=TUESDAY)
    view = await poll.view()
    meetings = {each.id: each for each in await sittings_of(poll.db, "core")}
    assert (len(meetings), view.status, len(await told(poll.db, "poll_closed"))) == (before + 1, PollStatus.HELD, 1)
    meeting = meetings[view.meeting_id or ""]
    assert (meeting.starts_at, meeting.minutes, meeting.series_day) == (DATES[1], 90, None)
    async with poll.db.reading() as tx:
        called = {call.invitee for call in await reading.invitations_of(tx, meeting.id)}
    assert {each.invitee for each in view.invitees if each.is_called} == called & {"A", "B", "C"}
    assert [each.invitee for each in view.invitees if not each.is_called] == ["houkatsu"]
    over = await ending_behind(poll, secret)
    assert (over.ending, over.starts_at) == (Ending.HELD, DATES[1])
    async with poll.db.transaction() as tx:
        await sittings.cancel(tx, meeting.id, A, now=TUESDAY)
    assert (await ending_behind(poll, secret)).starts_at is None


async def test_two_clicks_at_the_same_moment_ask_once_and_hold_once(db: Database) -> None:
    poll = Polling(db)
    await asyncio.gather(poll.start(), poll.start())
    before, (first, second, _) = len(await sittings_of(db, "core")), await poll.dates()

    async def press(date_id: str) -> str:
        async with db.transaction() as tx:
            return (await settling.hold(tx, "p1", date_id, A, now=TUESDAY)).id

    held = await asyncio.gather(*[press(each) for each in (first, second, first)])
    assert (len(set(held)), len(await sittings_of(db, "core"))) == (1, before + 1)
    assert [len(await told(db, kind)) for kind in ("poll_asked", "poll_closed")] == [4, 1]


async def test_closed_without_a_result_no_sitting_is_made(poll: Polling) -> None:
    secret, before = await poll.link_to("B"), len(await poll.rows(Meeting))
    for _ in range(2):
        async with poll.db.transaction() as tx:
            await settling.close(tx, "p1", A, now=TUESDAY)
    assert (await ending_behind(poll, secret)).ending is Ending.CLOSED
    async with poll.db.transaction() as tx:
        with pytest.raises(PollIsOver):
            await settling.hold(tx, "p1", (await poll.dates())[0], A, now=TUESDAY)
    closed = await told(poll.db, "poll_closed")
    assert ([fact.body["meeting_id"] for fact in closed], len(await poll.rows(Meeting))) == ([None], before)


@pytest.mark.parametrize(("date_id", "error"), [("elsewhere", UnknownDate), (None, InThePast)])
async def test_a_date_that_can_not_be_held_changes_nothing(
    poll: Polling, date_id: str | None, error: type[Exception]
) -> None:
    before = len(await poll.rows(Meeting))
    with pytest.raises(error) as refused:
        async with poll.db.transaction() as tx:
            await settling.hold(tx, "p1", date_id or (await poll.dates())[0], A, now=FIRST)
    assert getattr(refused.value, "field", None) == "date_id"
    assert ((await poll.view()).status, len(await poll.rows(Meeting))) == (PollStatus.OPEN, before)


async def reminded(poll: Polling) -> list[str]:
    return [fact.body["invitee"] for fact in await told(poll.db, "poll_reminded")]


async def remind_due(poll: Polling, now: datetime) -> None:
    async with poll.db.transaction() as tx:
        await reminding.remind_due(tx, now=now)


async def test_the_timer_reminds_only_the_silent_and_once(poll: Polling) -> None:
    await poll.mails_leave()
    await poll.say(B, "B", "○")
    async with poll.db.transaction() as tx:
        await links.revoke(tx, "p1", (await poll.invitee("C")).id, A, now=TUESDAY)
    await remind_due(poll, MORNING - timedelta(seconds=1))
    assert await reminded(poll) == []
    for hours in (0, 1, 30):
        await remind_due(poll, MORNING + timedelta(hours=hours))
    assert await reminded(poll) == ["A", "houkatsu"]


async def test_whose_question_is_still_on_its_way_is_not_reminded_of_it(poll: Polling) -> None:
    assert not (await poll.view()).may_remind
    await remind_due(poll, MORNING)
    assert await reminded(poll) == []


async def test_by_hand_at_most_once_a_day_and_the_timer_then_keeps_still(poll: Polling) -> None:
    await poll.mails_leave()
    await poll.say(A, "A", "○")
    for day in (0, 1):
        async with poll.db.transaction() as tx:
            await reminding.remind_now(tx, "p1", A, now=MORNING - timedelta(days=1 - day, hours=-1))
            with pytest.raises(AlreadyReminded):
                await reminding.remind_now(tx, "p1", A, now=MORNING - timedelta(days=1 - day, hours=-2))
    await remind_due(poll, MORNING + timedelta(hours=3))
    await remind_due(poll, MORNING + timedelta(days=1))
    assert await reminded(poll) == ["B", "C", "houkatsu"] * 2


async def test_nobody_silent_is_nobody_reminded(poll: Polling) -> None:
    for who, name in ((A, "A"), (B, "B"), (C, "C"), (HOUKATSU, "houkatsu")):
        await poll.say(who, name, "△")
    assert not (await poll.view()).may_remind
    async with poll.db.transaction() as tx:
        assert await reminding.remind_now(tx, "p1", A, now=TUESDAY) == 0
    await remind_due(poll, MORNING)
    assert await reminded(poll) == []


async def test_a_closed_poll_reminds_nobody(poll: Polling) -> None:
    async with poll.db.transaction() as tx:
        await settling.close(tx, "p1", A, now=TUESDAY)
    await remind_due(poll, MORNING)
    assert await reminded(poll) == []


async def test_the_table_counts_marks_the_best_and_knows_who_is_silent(poll: Polling) -> None:
    await poll.say(A, "A", "○○○")
    await poll.say(B, "B", "×○△")
    await poll.say(HOUKATSU, "houkatsu", "○△○")
    view = await poll.view()
    assert [(each.yes, each.maybe, each.no, each.is_best) for each in view.dates] == [
        (2, 0, 1, False), (2, 1, 0, True), (2, 1, 0, False),
    ]  # fmt: skip
    assert [each.invitee for each in view.invitees if each.is_silent] == ["C"]


async def test_the_table_says_what_became_of_the_mail(poll: Polling) -> None:
    row = await poll.invitee("B")
    plain = {
        "municipality": NAKATOSA, "aggregate_id": "m1", "kind": "poll_asked", "channel": "mail", "about": row.id,
        "recipient_kind": InviteeKind.POST, "recipient": "B",
    }  # fmt: skip
    await hear(poll.db, [MessageFailed.model_validate({**plain, "reason": "no_address"})])
    assert (await poll.invitee("B")).telling_failed
    await hear(poll.db, [MessageSent.model_validate({**plain, "occurred_at": TUESDAY})])
    row = await poll.invitee("B")
    assert (row.telling_failed, row.told_at) == (False, TUESDAY)


async def test_my_open_polls_answered_or_not(poll: Polling) -> None:
    await poll.say(B, "B", "○")
    for who, expected in ((B, [True]), (C, [False]), (D, [])):
        async with poll.db.reading() as tx:
            assert [each.is_answered for each in await answering.waiting_for(tx, who, now=TUESDAY)] == expected
            assert await answering.waiting_for(tx, who, now=LATE) == []
