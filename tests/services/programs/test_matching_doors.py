"""Matching, gaps and kizuki over HTTP: pages, mistakes, roles, and that nothing of a person is kept."""

import re
from typing import Any

from sqlalchemy import inspect, text

from shared.db import Database
from tests.flows.stage import Stage
from tests.services.people import Person, anybody, signed_in

FACTS = {
    "age": "52", "area": "nankoku", "known.hikikomori": "yes", "known.cram-school": "no", "known.children": "",
    "known.program:morito-room": "no",
}  # fmt: skip
CARRIED = {key: value for key, value in FACTS.items() if value}
MISTAKES = [
    ({"age": "300"}, "この欄を見直してください"),
    ({"age": "52", "born_month": "3"}, "生まれた年も入れてください"),
    ({"age": "52", "born_year": "1990"}, "年齢と生まれた年が合いません"),
    ({"born_year": "2031"}, "これから先の年月"),
    ({"known.yamada-hanako": "yes"}, "この欄を見直してください"),
]
SENTENCES = [
    ("", "気づいたことを書いてください"),
    ("C-2026-0042のお宅が心配", "事案の番号は書かないでください"),
    ("0889-52-0000に電話して", "電話番号は書かないでください"),
    ("a@example.jp", "メールアドレスは書かないでください"),
    ("ちょ\u0007っと", "使えない文字が入っています"),
]
CONDITIONS = "/programs/match/conditions/elderly-gathering"


async def everything(db: Database) -> str:
    """All rows of all tables, as text."""
    async with db.reading() as tx:
        connection = await tx.connection()
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        rows = [(await tx.exec(text(f"SELECT * FROM {name}"))).all() for name in tables]  # type: ignore[call-overload]  # noqa: S608
    return repr(rows)


async def send(person: Person, path: str, values: dict[str, Any]) -> Any:
    return await person.post(path, data=values)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


async def test_the_answer_is_the_page_itself_and_nothing_is_kept(town: Stage) -> None:
    coordinator = await signed_in(town, "coordinator")
    db = town.apps["programs"].state.db
    before = await everything(db)
    answer = await send(coordinator, "/programs/match", FACTS)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    said = [
        "カフェ･ド･ポム", "Morito Room", "52歳は、概ね18〜50歳から少し外れます", "小学3〜6年に入りません",
        "塾に通っていない", "モリトの会", "088-000-0001", "12月1日(火)", 'type="hidden" name="age" value="52"',
    ]  # fmt: skip
    assert [words for words in said if words not in answer.text] == []
    assert answer.text.index("合います") < answer.text.index("確かめてください") < answer.text.index("合いません")
    pupil = plain((await send(coordinator, "/programs/match", {"grade": "6", "known.cram-school": "no"})).text)
    assert "2027年4月1日から「合いません」に変わります" in pupil
    assert "中学1年は、小学3〜6年に入りません" in pupil
    assert await everything(db) == before


async def test_a_mistake_brings_the_form_back_as_it_was(town: Stage) -> None:
    coordinator = await signed_in(town, "coordinator")
    for facts, sentence in MISTAKES:
        answer = await send(coordinator, "/programs/match", {**facts, "known.neet": "yes"})
        assert (answer.status_code, sentence in answer.text) == (422, True), facts
        assert 'name="known.neet" value="yes" checked' in answer.text
        assert "yamada" not in answer.text


async def test_taking_in_and_nothing_fitting_carry_the_facts_along(town: Stage) -> None:
    coordinator = await signed_in(town, "coordinator")
    accept = "/programs/match/accept/morito-room"
    asked = {**CARRIED, "accept-morito-room.request_id": "a-1"}
    wrong = await send(coordinator, accept, asked)
    assert (wrong.status_code, wrong.text.count("受け入れる理由を選んでください")) == (422, 2)
    whole = {**asked, "accept-morito-room.reason": "age_near", "accept-morito-room.approver": "program_lead"}
    for _ in range(2):
        kept = await send(coordinator, accept, whole)
        assert (kept.status_code, "狭間の受け入れとして残しました" in kept.text) == (200, True)
        assert "52歳は、概ね18〜50歳から少し外れます" in kept.text
    counted = [{"program_id": "morito-room", "reason": "age_near", "count": 1}]
    assert (await coordinator.get("/programs/api/acceptances")).json() == counted
    none = {**CARRIED, "none.request_id": "n-1", "none.theme": "transport", "none.area": "nankoku"}
    noted = await send(coordinator, "/programs/match/none", none)
    assert (noted.status_code, "足りないものとして残しました" in noted.text) == (200, True)
    page = (await coordinator.get("/programs/gaps")).text
    assert [words for words in ("移動・交通", "南国市全域", "1回", "Morito Room") if words not in page] == []
    refused = await send(coordinator, "/programs/match/none", {**none, "none.request_id": "n-2", "none.area": "kure"})
    assert (refused.status_code, "この中から地域を選んでください" in refused.text) == (422, True)


async def test_conditions_are_changed_in_plain_words(town: Stage) -> None:
    coordinator = await signed_in(town, "coordinator")
    form = {
        "version": "1", "age_min": "60", "ages_are_guides": "true", "rule.lives-alone": "all",
        "rule.care-certification": "not", "rule.children": "any-not", "rule.program:cafe-de-pomme": "any",
    }  # fmt: skip
    upside_down = await send(coordinator, CONDITIONS, {**form, "age_max": "50"})
    assert (upside_down.status_code, "小さい数から大きい数" in upside_down.text) == (422, True)
    changed = await send(coordinator, CONDITIONS, form)
    assert changed.headers["location"] == "/programs/match/conditions?done=changed"
    late = await send(coordinator, CONDITIONS, form)
    assert (late.status_code, "ほかの人が先に直しました" in late.text) == (422, True)
    page = (await coordinator.get("/programs/match/conditions?done=changed")).text
    assert "概ね60歳以上、一人で暮らしている、要介護認定を受けていない、" in page
    assert "「『カフェ･ド･ポム』に通っている」「子どもがいない」のどれか" in page
    stored = (await coordinator.get("/programs/api/programs/elderly-gathering/conditions")).json()
    assert stored["all_of"] == ["lives-alone", "no-care-certification"]
    assert stored["any_of"] == ["program:cafe-de-pomme", "no-children"]
    assert (await coordinator.get(CONDITIONS)).text.count(" selected") == 4


async def test_a_kizuki_names_nobody_is_read_by_coordinators_and_stays_in_programs(town: Stage) -> None:
    organiser, coordinator = await signed_in(town, "organiser"), await signed_in(town, "coordinator")
    form = {"request_id": "k-1", "theme": "shopping", "area": "nankoku"}
    for sentence, said in SENTENCES:
        answer = await send(organiser, "/programs/kizuki", {**form, "sentence": sentence})
        assert (answer.status_code, f"</i>{said}</p>" in answer.text) == (422, True), said
        assert 'value="shopping" checked' in answer.text
    sentence = "バスが減って買い物に行けない"
    kept = await send(organiser, "/programs/kizuki", {**form, "sentence": sentence})
    assert kept.headers["location"] == "/programs/kizuki?done=noted"
    await town.settle()
    assert sentence in (await coordinator.get("/programs/kizuki")).text
    assert sentence not in (await organiser.get("/programs/kizuki")).text
    listed = (await coordinator.get("/programs/api/kizuki?area=nankoku")).json()
    assert [note["sentence"] for note in listed] == [sentence]
    elsewhere = [await everything(town.apps[name].state.db) for name in ("intake", "meetings", "notify")]
    async with town.apps["programs"].state.db.reading() as tx:
        told = (await tx.exec(text("SELECT subject, CAST(body AS TEXT), headers FROM outbox"))).all()
    assert "programs.kizuki_noted.v1" in repr(told)
    assert not any(sentence in each for each in (*elsewhere, repr(told)))


async def test_the_json_door_answers_with_codes_and_never_repeats_what_was_sent(town: Stage) -> None:
    coordinator = await signed_in(town, "coordinator")
    answer = await coordinator.post("/programs/api/match", json={"grade": 6, "known": {"cram-school": False}})
    study = next(each for each in answer.json() if each["program_id"] == "study-support")
    assert (study["verdict"], study["change"]["on"], study["change"]["verdict"]) == ("yes", "2027-04-01", "no")
    assert study["change"]["reasons"] == [{
        "kind": "grade", "verdict": "no", "why": "outside", "about": None, "lowest": 3, "highest": 6,
        "is_guide": False, "seen": [7, 7], "any_of": [],
    }]  # fmt: skip
    for wrong in ({"known": {"山田花子": True}}, {"known": ["山田花子"]}, {"山田花子": 1}, {"area": "山田花子"}):
        refused = await coordinator.post("/programs/api/match", json=wrong)
        assert (refused.status_code, "山田" in refused.text) == (422, False)


async def test_who_may_open_what(town: Stage) -> None:
    paths = ["/programs/match", "/programs/gaps", "/programs/kizuki", "/programs/match/conditions"]
    expected = {
        "coordinator": [200, 200, 200, 200],
        "admin": [200, 200, 200, 200],
        "houkatsu": [200, 200, 200, 403],
        "organiser": [403, 403, 200, 403],
        "prefecture": [403, 403, 403, 403],
    }
    for login, statuses in expected.items():
        person = await signed_in(town, login)
        assert [(await person.get(path)).status_code for path in paths] == statuses, login
        board = (await person.get("/programs")).text
        assert [f'href="{path}"' in board for path in paths] == [status == 200 for status in statuses], login
        assert (await person.get("/programs/api/kizuki")).status_code == (
            200 if login in ("coordinator", "admin") else 403
        )
    async with anybody(town) as client:
        assert [(await client.get(path)).status_code for path in paths] == [401] * 4
    admin = await signed_in(town, "admin")
    assert (await admin.get("/programs/match/conditions/morito-room")).status_code == 404  # of another town
