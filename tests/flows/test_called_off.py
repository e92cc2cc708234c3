"""A typhoon: many sessions off at once; who registered hears it once; who has no address is telephoned; open again."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlmodel import select

from services.notify.models import Contact
from services.programs.actions.reminding import remind_organisers
from tests.flows.stage import Stage, memory_stage
from tests.services.notify.mailing import reply
from tests.services.people import anybody, signed_in

TICKETS = {"mail": "m" * 43, "phone": "p" * 43, "second": "s" * 43}
SWEEP = {"first_day": "2026-11-24", "last_day": "2026-11-27", "part": "day", "reason": "typhoon", "does": "cancel"}


async def registered(town: Stage, program: str, ticket: str, name: str) -> None:
    organiser = await signed_in(town, "organiser")
    form = {"scope": "program", "is_open": "true", "has_waiting_list": "true", "answer_hours": "24"}
    await organiser.post(f"/programs/manage/{program}/registration", data=form)
    async with anybody(town) as client:
        answer = await client.post(
            f"/programs/{program}/register", data={"ticket": ticket, "names": name, "phone": "088-000-0000"}
        )
        assert answer.status_code == 303
        assert "席があります" in (await client.get(answer.headers["location"])).text
        question = await client.get(f"{answer.headers['location']}/withdraw")
        assert (question.status_code, "申込みを取り消しますか" in question.text) == (200, True)
    await town.settle()


async def address(town: Stage, ticket: str, mail: str) -> str:
    async with anybody(town) as client:
        answer = await client.post(f"/notify/contacts/{ticket}", data={"address": mail})
    return str(answer.headers["location"]).rpartition("=")[2]


def text_of_mails(here: Path) -> str:
    return "".join(
        str(message_from_bytes(path.read_bytes(), policy=policy.default).get_content()) for path in here.rglob("*.eml")
    )


def mails(here: Path) -> list[str]:
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(here.rglob("*.eml"))]
    return [f"{mail['To']}: {mail['Subject']}" for mail in found if "hanako" in str(mail["To"])]


async def test_a_typhoon(tmp_path: Path) -> None:
    async with memory_stage(tmp_path) as town:
        town.clock.now = datetime(2026, 11, 23, 22, tzinfo=UTC)  # Tuesday 7:00 in Japan
        await registered(town, "cafe-de-pomme", TICKETS["mail"], "山田 花子")
        await registered(town, "elderly-gathering", TICKETS["second"], "山田 花子")
        await registered(town, "elderly-gathering", TICKETS["phone"], "佐藤 太郎")
        assert await address(town, TICKETS["mail"], "nobody") == "wrong"
        for ticket in ("mail", "second"):
            assert await address(town, TICKETS[ticket], "hanako@nankoku.example") == "kept"

        organiser = await signed_in(town, "organiser")
        shown = (await organiser.get(f"/programs/manage/sweep?{urlencode(SWEEP)}")).text
        assert ("カフェ･ド･ポム" in shown, "独居高齢者の集い" in shown) == (True, True)
        done = await organiser.post("/programs/manage/sweep", data={**SWEEP, "confirmed": "yes"})
        listed = done.headers["location"]
        await town.settle()
        town.clock.turn(seconds=4)
        await town.settle()
        assert mails(tmp_path) == ["hanako@nankoku.example: 【中止】11月24日(火) 8:45–12:00 カフェ･ド･ポム ほか2件"]

        page = (await organiser.get(listed)).text
        order = [page.index("佐藤 太郎"), page.index("山田 花子")]
        assert order == sorted(order), "who has not heard stands first"
        assert page.count("メールで") == 2
        [unreached] = re.findall(r'name="reached" value="([^"]+)"', page)
        await organiser.post(f"{listed}/reached", data={"reached": unreached})
        assert "連絡がついた" not in (await organiser.get(listed)).text
        slip = await organiser.post(f"{listed}/not-reached", data={"reached": unreached})
        assert (slip.status_code, "連絡がついた" in (await organiser.get(listed)).text) == (303, True)
        await organiser.post(f"{listed}/reached", data={"reached": unreached})

        async with anybody(town) as client:
            assert (await client.get("/programs?town=39204")).text.count("【中止】") == 3
            assert (await client.get("/programs/feeds/town-39204.ics")).text.count("STATUS:CANCELLED") == 3
        town.clock.turn(minutes=30)
        async with anybody(town) as client:
            ticket = (await client.get(f"/programs/tickets/{TICKETS['mail']}")).text
        assert ("11月24日(火)は中止です" in ticket, "どうぞお越しください" in ticket) == (True, False)
        await organiser.post(f"{listed}/open")
        assert "もとどおり、あります" in (await organiser.get(listed)).text
        await town.settle()
        town.clock.turn(seconds=4)
        await town.settle()
        assert mails(tmp_path)[1:] == ["hanako@nankoku.example: 【あります】11月24日(火) 8:45–12:00 カフェ･ド･ポム"]


async def test_what_is_taken_back_before_anybody_heard_is_not_told(tmp_path: Path) -> None:
    async with memory_stage(tmp_path) as town:
        town.clock.now = datetime(2026, 11, 23, 22, tzinfo=UTC)
        await registered(town, "cafe-de-pomme", TICKETS["mail"], "山田 花子")
        await address(town, TICKETS["mail"], "hanako@nankoku.example")
        organiser = await signed_in(town, "organiser")
        done = await organiser.post("/programs/manage/sweep", data={**SWEEP, "confirmed": "yes"})
        change = done.headers["location"].rpartition("/")[2]
        assert (await organiser.post(f"/programs/mine/undo/{change}")).status_code == 303
        town.clock.turn(seconds=4)
        await town.settle()
        assert mails(tmp_path) == []


async def test_who_withdrew_hears_nothing_more(tmp_path: Path) -> None:
    async with memory_stage(tmp_path) as town:
        town.clock.now = datetime(2026, 11, 23, 22, tzinfo=UTC)
        await registered(town, "cafe-de-pomme", TICKETS["mail"], "山田 花子")
        await address(town, TICKETS["mail"], "hanako@nankoku.example")
        organiser = await signed_in(town, "organiser")
        await organiser.post("/programs/manage/sweep", data={**SWEEP, "confirmed": "yes"})
        async with anybody(town) as client:
            await client.post(f"/programs/tickets/{TICKETS['mail']}/withdraw")
        await town.settle()
        town.clock.turn(seconds=4)
        await town.settle()
        assert mails(tmp_path) == []
        async with town.apps["notify"].state.db.reading() as tx:
            assert (await tx.exec(select(Contact))).all() == [], "an address nobody needs is forgotten"


def message_id(here: Path) -> str:
    [path] = here.rglob("*.eml")
    return str(message_from_bytes(path.read_bytes(), policy=policy.default)["Message-ID"])


def left_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def reminded(town: Stage) -> None:
    """It is Tuesday, 7:00 in Japan: the café's organiser has the morning's mail."""
    town.clock.now = datetime(2026, 11, 23, 22, tzinfo=UTC)
    keeper = await signed_in(town, "coordinator")
    await keeper.post("/notify/organisers/morito", data={"name": "モリトの会", "address": "hanako@morito.example"})
    programs = town.apps["programs"].state
    async with programs.db.transaction() as tx:
        await remind_organisers(tx, now=town.clock(), settings=programs.settings)
    await town.settle()


async def test_one_word_in_reply_calls_off_and_the_link_takes_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUI_REPLIES_DIR", f"{tmp_path}/replies")
    async with memory_stage(tmp_path) as town:
        await reminded(town)
        replies = town.apps["notify"].state.replies
        await replies.round()  # the folder is there from now on
        for name in ("1.reply", "2.reply"):  # a mail server may deliver it twice
            written = reply("中止".encode(), answers=message_id(tmp_path), sender="hanako@morito.example")
            (tmp_path / "replies/new" / name).write_bytes(written)
        assert await replies.round() == 2
        await town.settle()
        assert mails(tmp_path)[1:] == ["hanako@morito.example: 中止にしました：11月24日(火) 8:45–12:00 カフェ･ド･ポム"]
        async with anybody(town) as client:
            assert (await client.get("/programs?town=39204")).text.count("【中止】") == 1
            assert "STATUS:CANCELLED" in (await client.get("/programs/feeds/town-39204.ics")).text
            [link] = set(re.findall(r"/programs/stop/[A-Za-z0-9_-]{43}", text_of_mails(tmp_path)))
            town.clock.turn(minutes=9)
            [undo] = re.findall(r'action="(/programs/stop/[^"]+/undo/[^"]+)"', (await client.get(link)).text)
            await client.post(undo)
            assert "【中止】" not in (await client.get("/programs?town=39204")).text
    assert left_in(tmp_path / "replies") == []


async def test_the_mornings_mail_calls_off_by_one_button(tmp_path: Path) -> None:
    async with memory_stage(tmp_path) as town:
        town.clock.now = datetime(2026, 11, 23, 21, 40, tzinfo=UTC)  # Tuesday 6:40 in Japan
        keeper = await signed_in(town, "coordinator")
        for mail, said in (("nobody", "wrong"), ("hanako@morito.example", "kept")):
            answer = await keeper.post("/notify/organisers/morito", data={"name": "モリトの会", "address": mail})
            assert answer.headers["location"].endswith(said)
        programs = town.apps["programs"].state
        for minutes in (0, 10, 10):  # 6:45 is two hours before the café opens
            town.clock.turn(minutes=minutes)
            async with programs.db.transaction() as tx:
                await remind_organisers(tx, now=town.clock(), settings=programs.settings)
            await town.settle()
        assert mails(tmp_path) == ["hanako@morito.example: きょうの開催：11月24日(火) 8:45–12:00 カフェ･ド･ポム"]
        [link] = re.findall(r"/programs/stop/[A-Za-z0-9_-]{43}", text_of_mails(tmp_path))[:1]
        async with anybody(town) as client:
            assert "きょうは中止する" in (await client.get(link)).text
            assert "【中止】" not in (await client.get("/programs?town=39204")).text, "looking changes nothing"
            assert (await client.post(link)).status_code == 303
            assert "【中止】" in (await client.get("/programs?town=39204")).text
            [undo] = re.findall(r'action="(/programs/stop/[^"]+/undo/[^"]+)"', (await client.get(link)).text)
            await client.post(undo)
            assert "【中止】" not in (await client.get("/programs?town=39204")).text
            assert (await client.get(link[:-3] + "abc")).status_code == 404
