"""What staff see of messages over HTTP."""

import pytest

from services.notify.handlers import assign, invite
from tests.flows.stage import Stage
from tests.services.notify.stage import CASE, call, nurse_called, task
from tests.services.people import anybody, signed_in

MAILS = ["安心生活応援ネットワーク会議のご案内（12月3日(木)）"] * 2 + ["支援の担当のお願い（12月10日(木)まで）"]


@pytest.fixture
async def busy_town(town: Stage) -> Stage:
    """A town in which three messages were sent."""
    async with town.apps["notify"].state.db.transaction() as tx:
        await invite([call(cases=[CASE])], tx=tx, now=town.clock())
        await invite([nurse_called()], tx=tx, now=town.clock())
        await assign(task(), tx=tx, now=town.clock())
    await town.settle()
    return town


async def test_each_sees_what_concerns_them(busy_town: Stage) -> None:
    seen = {}
    for login in ("admin", "houkatsu", "desk", "promoter-d", "coordinator"):
        person = await signed_in(busy_town, login)
        answer = await person.get("/notify/api/messages?status=sent")
        seen[login] = sorted((each["kind"], each["recipient"]) for each in answer.json())
    houkatsu, nurse = [("invitation", "houkatsu"), ("task", "houkatsu")], ("invitation", "D")
    everything = sorted([*houkatsu, nurse])
    assert seen == {
        "admin": everything, "promoter-d": everything, "houkatsu": houkatsu, "desk": [], "coordinator": [],
    }  # fmt: skip


async def test_nobody_else_gets_in(busy_town: Stage) -> None:
    async with anybody(busy_town) as client:
        paths = ["/notify/api/messages", "/notify/api/sink", "/notify/api/dead-letters"]
        assert [(await client.get(path)).status_code for path in paths] == [401, 401, 401]
    prefecture = await signed_in(busy_town, "prefecture")
    assert [(await prefecture.get(path)).status_code for path in paths] == [403, 403, 403]
    staff = await signed_in(busy_town, "houkatsu")
    assert [(await staff.get(path)).status_code for path in paths] == [200, 403, 403]


async def test_the_sink_shows_the_mails_in_a_demonstration(busy_town: Stage) -> None:
    admin = await signed_in(busy_town, "admin")
    mails = (await admin.get("/notify/api/sink")).json()
    assert sorted(mail["subject"] for mail in mails) == MAILS
    nurse = next(mail for mail in mails if mail["to"] == "post-d@nakatosa.example")
    assert "お呼びする理由　保健の議題があるため（保健師の立場）" in nurse["text"]
    assert "http://town.test/meetings/sittings/meeting-1" in nurse["text"]
    page = await admin.get(f"/notify/sink/{nurse['id']}")
    assert (page.status_code, "保健師の立場" in page.text) == (200, True)


async def test_the_sink_is_closed_outside_a_demonstration(busy_town: Stage) -> None:
    busy_town.apps["notify"].state.settings.demo = False
    admin = await signed_in(busy_town, "admin")
    assert (await admin.get("/notify/api/sink")).status_code == 404


async def test_another_towns_mails_do_not_exist(busy_town: Stage) -> None:
    message = (await (await signed_in(busy_town, "admin")).get("/notify/api/sink")).json()[0]["id"]
    organiser = await signed_in(busy_town, "organiser")
    assert (await organiser.get(f"/notify/api/sink/{message}")).status_code == 403
    assert (await (await signed_in(busy_town, "ops")).get("/notify/api/sink/unheard-of")).status_code == 404


async def test_the_page_says_in_words_what_became_of_each(busy_town: Stage) -> None:
    person = await signed_in(busy_town, "houkatsu")
    text = (await person.get("/notify")).text
    for words in ("会議のご案内 ・ 安心生活応援ネットワーク会議", "支援の担当", "送りました", "地域包括支援センター"):
        assert words in text
    assert CASE not in text
    assert "houkatsu@" not in text
    assert "ここに出す連絡はまだありません" in (await person.get("/notify?status=failed")).text
