"""日程調整 at its doors: made, answered by link or account, decided; who is refused, what is wrong is named."""

import re
from typing import Any

import httpx
from sqlmodel import select

from services.accounts import DEMO_PASSWORD
from services.meetings.models import Meeting, Poll, PollAnswer, PollInvitee
from services.notify.channels.sink import text_of
from shared.auth import Grant, Role, add_account
from shared.tokens import new_token
from tests.nakatosa import Fields, Nakatosa, Visitor
from tests.services.meetings.ics import calendar, event
from tests.services.meetings.test_busy_page import hand_in
from tests.services.meetings.test_replies import mails_of, town_stage
from tests.services.people import anybody

NEW = "/meetings/bodies/network/poll"
GOOD: dict[str, str | list[str]] = {
    "day-1": "2026-12-22", "start-1": "13:30", "day-2": "2026-12-26", "start-2": "10:00", "minutes": "60",
    "due_on": "2026-12-18", "posts": ["C", "D"], "agencies": ["houkatsu"],
}  # fmt: skip


async def rows_of(town: Nakatosa, table: Any) -> list[Any]:
    async with town.services["meetings"].state.db.reading() as tx:
        return list((await tx.exec(select(table))).all())


async def made(town: Nakatosa, leader: Visitor, fields: Fields = GOOD) -> str:
    """Ask the network's people; returns the poll's page."""
    answer = await leader.send(NEW, fields)
    assert answer.status_code == 303, answer.text
    await town.settle()
    return str(answer.headers["location"]).partition("?")[0]


def link_to(town: Nakatosa, name: str) -> str:
    """The newest link to say ○△× by in a mail to an office."""
    texts = [(int(mail["Date"].datetime.timestamp()), text_of(mail)) for mail in mails_of(town) if name in mail["to"]]
    asked = [text for _, text in sorted(texts) if "/meetings/dates/" in text]
    return str(re.findall(r"http://town\.test(/meetings/dates/[\w-]{43})", asked[-1])[0])


def says(html: str, *answers: str) -> dict[str, str]:
    """The fields of the answering page: an answer for each date, "" for none."""
    names = list(dict.fromkeys(re.findall(r'name="(say-[\w-]+)"', html)))
    return {name: answer for name, answer in zip(names, answers, strict=True) if answer}


async def test_made_answered_by_mail_and_account_and_held(town: Nakatosa) -> None:
    leader, houkatsu, desk = [await town.sign_in(login) for login in ("promoter-c", "houkatsu", "desk")]
    page = await made(town, leader)
    assert "聞きました" in (await leader.see(f"{page}?done=start")).text
    stranger, link = anybody(town_stage(town)), link_to(town, "agency-houkatsu")
    shown = await stranger.get(link, headers={"accept": "text/html"})
    assert (shown.status_code, shown.headers["referrer-policy"]) == (200, "no-referrer")
    assert "休みの日：土曜日" in shown.text
    assert await rows_of(town, PollAnswer) == []
    nothing = await stranger.post(link, data={})
    assert (nothing.status_code, "一つは選んでください" in nothing.text) == (422, True)
    done = await stranger.post(link, data=says(shown.text, "maybe", ""))
    assert (done.status_code, done.headers["location"]) == (303, f"{link}?done=answer")
    assert "まだ選んでいない日が1つ" in (await stranger.get(f"{link}?done=answer")).text
    mine = re.findall(r'href="(/meetings/askings/[\w-]+)"', (await houkatsu.see("/meetings")).text)[0]
    again = await houkatsu.see(mine)
    assert 'value="maybe" checked' in again.text
    assert (await houkatsu.send(mine, says(again.text, "no", "yes"))).status_code == 303
    assert (await desk.see(mine)).status_code == 403
    assert sorted(row.answer for row in await rows_of(town, PollAnswer)) == ["no", "yes"]
    table = (await leader.see(page)).text
    assert "いちばん合う日" in table
    chosen = re.findall(r'name="date_id" value="([\w-]+)"', table)[1]
    before = len(await rows_of(town, Meeting))
    for _ in range(2):
        assert (await leader.send(f"{page}/hold", {"date_id": chosen}, page=NEW)).status_code == 303
    await town.settle()
    assert len(await rows_of(town, Meeting)) == before + 1
    over = await stranger.get(link, headers={"accept": "text/html"})
    assert (over.status_code, "日にちが決まりました" in over.text) == (410, True)
    assert "会議のページへ" in (await leader.see(page)).text


async def test_a_link_nobody_sent_looks_like_one_that_is_void(town: Nakatosa) -> None:
    leader = await town.sign_in("promoter-c")
    page = await made(town, leader)
    link, stranger = link_to(town, "agency-houkatsu"), anybody(town_stage(town))
    row = next(row for row in await rows_of(town, PollInvitee) if row.invitee == "houkatsu")
    revoked = await leader.send(f"{page}/invitees/{row.id}", {"do": "revoke"}, page=page)
    assert revoked.status_code == 303
    unknown = f"/meetings/dates/{new_token()}"
    for ask in (stranger.get, stranger.post):
        answers = [await ask(each, headers={"accept": "text/html"}) for each in (link, unknown)]
        assert [each.status_code for each in answers] == [410, 410] if ask == stranger.get else [422, 422]
    void, nobody_s = [(await stranger.get(each)).text.replace(each, "") for each in (link, unknown)]
    assert void == nobody_s
    await leader.send(f"{page}/invitees/{row.id}", {"do": "anew"}, page=page)
    town.clock.turn(minutes=1)
    await town.settle()
    renewed = link_to(town, "agency-houkatsu")
    assert (renewed != link, (await stranger.get(renewed)).status_code) == (True, 200)
    tried = [(await stranger.get(f"/meetings/dates/{new_token()}")).status_code for _ in range(25)]
    assert tried[-1] == 429


MISTAKES: list[tuple[Fields, str, str]] = [
    ({"day-1": "", "day-2": ""}, "day-1", "一つは入れて"),
    ({"start-2": ""}, "start-2", "時刻を入れて"),
    ({"day-1": "tomorrow"}, "day-1", "日にちを入れて"),
    ({"day-2": "2026-12-01"}, "day-2", "過ぎた日時"),
    ({"day-2": "2029-12-01"}, "day-2", "13か月先"),
    ({"day-2": "2026-12-22", "start-2": "13:30"}, "day-2", "同じ日時"),
    ({"due_on": ""}, "due_on", "期限を入れて"),
    ({"due_on": "2026-12-22"}, "due_on", "最初の候補日の前の日"),
    ({"due_on": "2026-12-01"}, "due_on", "最初の候補日の前の日"),
    ({"posts": [], "agencies": []}, "posts", "一人は選んで"),
    ({"posts": ["Z"]}, "posts", "役職を選び直して"),
    ({"agencies": ["nobody"]}, "agencies", "相談機関を選び直して"),
    ({"minutes": "5"}, "minutes", "10分から"),
]


async def test_a_mistake_is_shown_beside_its_field_and_nothing_is_lost(town: Nakatosa) -> None:
    leader = await town.sign_in("promoter-c")
    for changes, field, sentence in MISTAKES:
        refused = await leader.send(NEW, {**GOOD, **changes})
        found = (refused.status_code, f'href="#{field}"' in refused.text, sentence in refused.text)
        assert (changes, found) == (changes, (422, True, True))
        for name in ("start-1", "minutes"):
            assert f'name="{name}" value="{({**GOOD, **changes})[name]}"' in refused.text
    assert (await rows_of(town, Poll), await rows_of(town, PollInvitee)) == ([], [])


async def test_more_rows_come_without_javascript_and_closed_days_are_shown(town: Nakatosa) -> None:
    leader = await town.sign_in("promoter-c")
    empty = (await leader.see(NEW)).text
    assert re.findall(r'name="posts" value="(\w)" checked', empty) == ["B", "C"]  # its deputy and its leader
    more = await leader.send(NEW, {**GOOD, "do": "more"})
    assert (more.status_code, more.text.count('type="date"'), empty.count('type="date"')) == (200, 9, 5)
    assert "休みの日：土曜日" in more.text
    for rows in ("19", "999", "-1", "９"):
        wide = await leader.send(NEW, {**GOOD, "do": "more", "rows": rows})
        assert (wide.status_code, 5 <= wide.text.count('type="date"') <= 21) == (200, True)
    assert await rows_of(town, Poll) == []


async def hire_elsewhere(town: Nakatosa) -> None:
    """The admin of another town."""
    grants = [Grant(role=Role.ADMIN, municipality="39204")]
    async with town.app.front.state.db.transaction() as tx:
        await add_account(tx, "elsewhere", "南国市の管理者", DEMO_PASSWORD, grants)


async def press(visitor: Visitor, path: str, **fields: str) -> httpx.Response:
    """A button of a page that this person never saw."""
    token = re.findall(r'name="csrf_token" value="([^"]+)"', (await visitor.see("/meetings")).text)[0]
    return await visitor.client.post(path, data={"csrf_token": token, **fields})


async def test_who_gets_in(town: Nakatosa) -> None:
    leader = await town.sign_in("promoter-c")
    page = await made(town, leader)
    await hire_elsewhere(town)
    expected = {"admin": 200, "promoter-d": 403, "houkatsu": 403, "prefecture": 403, "elsewhere": 404}
    people = {login: await town.sign_in(login) for login in expected}
    for login, visitor in people.items():
        assert (login, (await visitor.see(page)).status_code) == (login, expected[login])
        json = await visitor.see(page.replace("/polls/", "/api/polls/"))
        assert (login, json.status_code) == (login, expected[login])
    assert [(await people[each].see(NEW)).status_code for each in ("admin", "promoter-d", "houkatsu")] == [
        200,
        403,
        403,
    ]
    for login, status in (("promoter-d", 403), ("elsewhere", 404)):
        for deed in ("remind", "close", "hold", "invitees/x"):
            refused = await press(people[login], f"{page}/{deed}", date_id="x", do="anew")
            words = "会議のリーダーかサブが行えます" if status == 403 else "その日程調整は見つかりません"
            assert (login, deed, refused.status_code, words in refused.text) == (login, deed, status, True)
    for login, status in (("admin", 200), ("promoter-d", 403), ("houkatsu", 403)):
        assert (login, (await people[login].see(NEW)).status_code) == (login, status)
    for place in ("/meetings/bodies/network", "/meetings/calendar"):
        assert ("/meetings/bodies/network/poll" in (await leader.see(place)).text) is True
        assert "/poll" not in (await people["houkatsu"].see(place)).text
    assert page in (await leader.see("/meetings/bodies/network")).text


async def test_only_the_silent_are_reminded_once_a_day_and_nobody_after_the_end(town: Nakatosa) -> None:
    leader = await town.sign_in("promoter-c")
    page, stranger = await made(town, leader), anybody(town_stage(town))
    link = link_to(town, "agency-houkatsu")
    await stranger.post(link, data=says((await stranger.get(link)).text, "yes", "yes"))
    assert (await leader.send(f"{page}/remind", {}, page=page)).status_code == 303
    assert (await leader.send(f"{page}/remind", {}, page=page)).status_code == 409
    await town.settle()
    reminded = [str(mail["to"]) for mail in mails_of(town) if "お返事をお待ちしています" in str(mail["subject"])]
    assert sorted(reminded) == ["post-c@nakatosa.example", "post-d@nakatosa.example"]
    assert (await stranger.get(link_to(town, "post-d"))).status_code == 200
    assert (await leader.send(f"{page}/close", {}, page=page)).status_code == 303
    closed = await stranger.get(link, headers={"accept": "text/html"})
    assert (closed.status_code, "日にちを決めずに終わりました" in closed.text) == (410, True)
    assert (await leader.send(f"{page}/remind", {}, page=NEW)).status_code == 409


async def test_the_json_doors_name_the_wrong_field(town: Nakatosa) -> None:
    leader, houkatsu = await town.sign_in("promoter-c"), await town.sign_in("houkatsu")

    async def post(visitor: Visitor, path: str, body: object) -> tuple[int, Any]:
        token = re.findall(r'name="csrf_token" value="([^"]+)"', (await visitor.see("/meetings")).text)[0]
        answer = await visitor.client.post(
            f"/meetings/api{path}", json=body, headers={"x-csrf-token": token, "accept": "application/json"}
        )
        return answer.status_code, answer.json() if answer.content else None

    good = {
        "request_id": "p1", "dates": ["2026-12-22T13:30:00+09:00"], "due_on": "2026-12-18", "agencies": ["houkatsu"],
    }  # fmt: skip
    wrong: list[tuple[dict[str, object], str]] = [
        ({"dates": []}, "dates"), ({"dates": ["2026-12-22T13:30:00"]}, "dates.0"), ({"agencies": []}, "posts"),
        ({"dates": ["2026-12-01T13:30:00+09:00"]}, "dates.0"), ({"due_on": "2026-12-22"}, "due_on"),
        ({"dates": ["0001-01-01T00:00:00+09:00"]}, "dates.0"), ({"dates": ["9999-12-31T23:59:59-09:00"]}, "dates.0"),
        ({"dates": ["2026-12-22T13:30:00+09:00", "2026-12-22T04:30:59Z"]}, "dates.1"),
        ({"note": "x"}, "(unknown field)"),
    ]  # fmt: skip
    for changes, field in wrong:
        status, problem = await post(leader, "/bodies/network/polls", {**good, **changes})
        assert (status, [each["field"] for each in problem["errors"]]) == (422, [field])
    assert await rows_of(town, Poll) == []
    status, poll = await post(leader, "/bodies/network/polls", good)
    assert (status, [each["invitee"] for each in poll["invitees"]]) == (201, ["houkatsu"])
    asking = (await houkatsu.client.get("/meetings/api/askings")).json()[0]
    answers = [{"date_id": asking["dates"][0]["id"], "answer": "perhaps"}]
    status, problem = await post(houkatsu, f"/askings/{asking['id']}", {"answers": answers})
    assert (status, problem["errors"][0]["field"]) == (422, "answers.0.answer")
    answers[0]["answer"] = "yes"
    assert (await post(houkatsu, f"/askings/{asking['id']}", {"answers": answers}))[1]["is_answered"] is True
    assert (await post(leader, f"/polls/{poll['id']}/remind", {}))[1] == {"reminded": 0}
    assert (await post(leader, f"/polls/{poll['id']}/hold", {"date_id": "x"}))[1]["errors"][0]["field"] == "date_id"
    assert (await post(leader, f"/polls/{poll['id']}/close", {}))[0] == 204
    assert (await post(houkatsu, f"/askings/{asking['id']}", {"answers": answers}))[0] == 410


async def test_ones_own_calendar_marks_the_dates_it_overlaps_and_answers_nothing(town: Nakatosa) -> None:
    leader, houkatsu = await town.sign_in("promoter-c"), await town.sign_in("houkatsu")
    await hand_in(houkatsu, calendar(event("DTSTART:20261222T043000Z\nDURATION:PT1H")))
    await made(town, leader)
    mine = re.findall(r'href="(/meetings/askings/[\w-]+)"', (await houkatsu.see("/meetings")).text)[0]
    shown = (await houkatsu.see(mine)).text
    assert (shown.count("取り込んだ予定と重なります"), shown.count("checked")) == (1, 0)
    link = link_to(town, "agency-houkatsu")
    assert "重なります" not in (await anybody(town_stage(town)).get(link, headers={"accept": "text/html"})).text
    assert await rows_of(town, PollAnswer) == []
