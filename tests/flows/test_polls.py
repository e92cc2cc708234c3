"""A search for a date from question to sitting, on both databases; told again or out of order, it changes nothing."""

import httpx
from sqlalchemy import text
from sqlmodel import select

from services.meetings.models import Meeting, Poll, PollAnswer, PollInvitee, PollLink
from services.meetings.timers import timers_of
from services.notify.models import Message
from services.scenario.story import Story
from shared.outbox import replay
from shared.timers import run_once
from tests.flows.people import story_on
from tests.flows.polling import ASKED, REMINDED, Polled, find_a_date
from tests.flows.stage import URL, Stage


def polled_on(stage: Stage) -> Polled:
    stranger = httpx.AsyncClient(transport=httpx.ASGITransport(app=stage.town), base_url=URL)
    return Polled(story_on(stage), stage.apps["notify"].state.settings.sink_dir, stranger)


async def test_a_date_is_found_and_hearing_it_all_again_changes_nothing(stage: Stage) -> None:
    polled = polled_on(stage)
    await find_a_date(polled)
    await stage.settle()
    before = await _everything(stage)
    for app in stage.apps.values():
        async with app.state.db.transaction() as tx:
            await replay(tx)
    await stage.settle()
    assert await _everything(stage) == before
    assert len(polled.mailed(ASKED, polled.poll["title"])) == 3


async def test_the_timer_reminds_the_silent_once_and_a_late_answer_stops_the_mail(stage: Stage) -> None:
    polled = polled_on(stage)
    leader = await polled.story.sign_in("promoter-c")
    await polled.ask(leader)
    await polled.answer()
    stage.clock.turn(days=13)
    settings, fetches = (getattr(stage.apps["meetings"].state, name) for name in ("settings", "fetches"))
    timer = next(each for each in timers_of(settings, fetches) if each.name == "meetings-remind-of-polls")
    for _ in range(2):
        await run_once(stage.apps["meetings"].state.db, timer, stage.clock())
    await _say(story_on(stage))  # the leader answers before the reminder is carried, and that fact travels first
    async with stage.apps["meetings"].state.db.transaction() as tx:
        await tx.exec(text("UPDATE outbox SET seq = 100000 - seq WHERE published_at IS NULL"))
    await stage.settle()
    assert sorted(polled.mailed(REMINDED, polled.poll["title"])) == ["post-d"]


async def _say(story: Story) -> None:
    leader = await story.sign_in("promoter-c")
    (asking,) = await leader.get("/meetings/api/askings")
    answers = [{"date_id": date["id"], "answer": "maybe"} for date in asking["dates"]]
    await leader.post(f"/meetings/api/askings/{asking['id']}", {"answers": answers})


async def _everything(stage: Stage) -> list[list[str]]:
    """All that a poll's facts can change, as text."""
    found = []
    for service, tables in (("meetings", (Poll, PollInvitee, PollAnswer, PollLink, Meeting)), ("notify", (Message,))):
        async with stage.apps[service].state.db.reading() as tx:
            found += [sorted(map(repr, (await tx.exec(select(table))).all())) for table in tables]
    return found
