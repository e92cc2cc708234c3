"""The town as its people meet it: one process, real NATS, real HTTP."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import pytest_asyncio

from services.accounts import DEMO_PASSWORD
from services.scenario.nakatosa import Loop, play
from services.scenario.run import People, patiently
from services.scenario.story import Story
from services.scenario.visitor import Visitor
from shared.clock import utc_now
from tests.flows.polling import Polled, find_a_date
from tests.live.town import RunningTown, running_town

pytestmark = [pytest.mark.live, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

MARKS = {
    "name": "猫又 しるしこ", "kana": "ネコマタシルシコ", "address": "久礼 印町七百番地", "birth_date": "1913-07-17",
    "phone": "080-7777-31415",
}  # fmt: skip
NOTE = "ひみつの目印ことば"
MAIL = "mejirushi-31415@resident.example"
FIELD_NOTES = [*MARKS.values(), NOTE, MAIL]
TICKET = "Z" * 43


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningTown]:
    async with running_town(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def people(town: RunningTown) -> AsyncIterator[People]:
    people = People(town.url)
    yield people
    await people.leave()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def loop(people: People) -> Loop:
    """The story, played once over HTTP with a mark in every personal field."""
    loop = Loop(person=dict(MARKS), note=NOTE)
    return await play(Story(people.sign_in, patiently, utc_now), loop)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def registered(town: RunningTown, people: People, loop: Loop) -> str:
    """A resident registered with a mark in every field, gave an address, and what they come to was called off."""
    organiser = await people.sign_in("organiser")
    await organiser.client.put(
        "/programs/api/programs/cafe-de-pomme/registration", json={"is_open": True}, headers=organiser.form_token
    )
    form = {"ticket": TICKET, "names": [MARKS["name"]], "phone": MARKS["phone"], "watch_for": NOTE}
    async with httpx.AsyncClient(base_url=town.url) as client:
        made = await client.post("/programs/cafe-de-pomme/register", data=form)
        assert made.status_code == 303, made.text

        async def is_kept() -> bool:
            answer = await client.post(f"/notify/contacts/{TICKET}", data={"address": MAIL})
            return answer.headers["location"].endswith("kept")

        async with asyncio.timeout(20):
            while not await is_kept():  # noqa: ASYNC110  # another service hears of the ticket
                await asyncio.sleep(0.2)
        coming = (await client.get("/programs/api/programs/cafe-de-pomme/coming")).json()
    session = next(each["id"] for each in coming["sessions"] if each["status"] == "planned")
    await organiser.post(f"/programs/api/sessions/{session}/cancel", {"reason": "typhoon"})
    sent = town.place.data_dir / "mails"
    async with asyncio.timeout(20):
        while not any(MAIL.encode() in path.read_bytes() for path in sent.rglob("*.eml")):  # noqa: ASYNC110  # a process
            await asyncio.sleep(0.2)
    return str(session)


async def test_the_story_holds_and_can_be_told_again(people: People, loop: Loop) -> None:
    story = Story(people.sign_in, patiently, utc_now)
    again = await play(story, Loop())
    assert again.with_consent != loop.with_consent
    assert len(story.rows) == 12


async def test_only_those_who_work_on_a_case_read_who_it_is(people: People, loop: Loop) -> None:
    path = f"/intake/api/cases/{loop.with_consent}/identity?why=support_case"
    for login in ("houkatsu", "promoter-c"):
        shown = await (await people.sign_in(login)).get(path)
        assert {name: shown[name] for name in MARKS} == MARKS
        assert shown["notes"] == [NOTE]
    for login in ("jiritsu", "admin", "ops", "organiser", "prefecture"):
        assert await (await people.sign_in(login)).refused("GET", path) == 403


async def test_every_reading_is_in_the_access_log(people: People, loop: Loop) -> None:
    path = f"/intake/api/cases/{loop.with_consent}/identity?why=prepare_meeting"
    await (await people.sign_in("houkatsu")).get(path)
    admin = await people.sign_in("admin")
    log = await admin.get(f"/intake/api/access-log?case_ref={loop.with_consent}")
    read = {(line["why"], line["legal_basis"]) for line in log}
    assert ("prepare_meeting", "manual") in read
    assert all("households.name" in line["places"] or "note" in line["places"] for line in log)


def spellings(mark: str) -> Iterator[bytes]:
    """A mark as it could stand in a file: plain, as JSON, as a URL, as UTF-16."""
    yield mark.encode()
    yield mark.encode("utf-16-le")
    if not mark.isascii():
        yield mark.encode("unicode_escape")
        yield quote(mark).encode()


def marks_in(content: bytes) -> list[str]:
    return [mark for mark in FIELD_NOTES if any(spelling in content for spelling in spellings(mark))]


async def test_the_search_itself_finds_a_mark(tmp_path: Path) -> None:
    assert marks_in('{"name": "猫又 しるしこ"}'.encode()) == [MARKS["name"]]
    assert marks_in(rb'{"name": "\u732b\u53c8 \u3057\u308b\u3057\u3053"}') == [MARKS["name"]]


async def test_no_mark_stands_in_any_file(town: RunningTown, loop: Loop, registered: str) -> None:
    """The bus's files (unencrypted here), all databases with their write-ahead logs, mails, logs at DEBUG."""
    rows = town.databases.files()
    files = {path for path in town.place.data_dir.parent.rglob("*") if path.is_file()} | set(rows)
    assert len(rows) >= 5, "the databases were looked at"
    assert town.log in files
    assert any(b"cafe-de-pomme" in path.read_bytes() for path in rows), "with rows in them"
    assert any(path.suffix == ".blk" for path in files), "the bus's message blocks were looked at"
    assert any(path.suffix == ".eml" for path in files), "the mails were looked at"
    on_the_bus = b"".join(path.read_bytes() for path in files if path.suffix == ".blk")
    assert b"intake.case_proposed.v1" in on_the_bus
    assert b"programs.participant_concerned.v1" in b"".join(
        path.read_bytes() for path in files if path.suffix == ".blk"
    )
    found = {path.name: marks for path in files if (marks := marks_in(path.read_bytes()))}
    assert {name: marks for name, marks in found.items() if not name.endswith(".eml")} == {}
    assert {mark for name, marks in found.items() if name.endswith(".eml") for mark in marks} == {MAIL}, (
        "its own reader"
    )


async def test_no_mark_stands_in_a_feed_a_figure_or_a_document(
    town: RunningTown, people: People, loop: Loop, registered: str
) -> None:
    nurse = await people.sign_in("promoter-d")
    feed = await nurse.post("/meetings/api/feeds", {"scope": "post", "key": "D"})
    texts = [await (await nurse.client.get(feed["url"])).aread()]
    async with httpx.AsyncClient() as client:
        for name in ("intake", "meetings", "programs", "notify"):
            texts.append((await client.get(f"{town.metrics_url}/{name}/metrics")).content)
            texts.append((await client.get(f"{town.url}/{name}/openapi.json")).content)
        for path in ("?town=39204", "/cafe-de-pomme", "/feeds/cafe-de-pomme.ics", "/open-data/hsds.json?town=39204"):
            texts.append((await client.get(f"{town.url}/programs{path}")).content)
    assert b"yui_http_request_duration_seconds" in texts[1]
    assert [marks_in(text) for text in texts] == [[]] * len(texts)


async def test_figures_are_not_served_at_the_public_door(town: RunningTown) -> None:
    async with httpx.AsyncClient(base_url=town.url) as client:
        for path in ("/metrics", "/intake/metrics", "/meetings/metrics"):
            assert (await client.get(path)).status_code == 404


async def test_a_poll_finds_a_date_on_the_real_bus(town: RunningTown, people: People) -> None:
    async with httpx.AsyncClient(base_url=town.url, timeout=30) as stranger:
        story = Story(people.sign_in, patiently, utc_now)
        await find_a_date(Polled(story, town.place.data_dir / "mails", stranger))


# bad input

GOOD = {"agency": "houkatsu", "categories": ["income"]}
BAD: list[tuple[str, dict[str, object], str]] = [
    ("wrong type", {**GOOD, "categories": "NOTE"}, "categories"),
    ("unknown code", {**GOOD, "categories": ["NOTE"]}, "categories.0"),
    ("no category", {**GOOD, "categories": []}, "categories"),
    ("missing field", {"categories": ["income"]}, "agency"),
    ("control character", {**GOOD, "note": "NOTE\u0000"}, "note"),
    ("line separator", {**GOOD, "person": {"name": "NOTE\u2028NOTE"}}, "person.name"),
    ("direction override", {**GOOD, "person": {"name": "\u202eNOTE"}}, "person.name"),
    ("too long", {**GOOD, "person": {"name": "NOTE" * 100}}, "person.name"),
    ("no date", {**GOOD, "person": {"birth_date": "NOTE"}}, "person.birth_date"),
    ("no phone number", {**GOOD, "person": {"phone": "NOTE"}}, "person.phone"),
    ("invented field", {**GOOD, "NOTE": 1}, "(unknown field)"),
    ("bad reference", {**GOOD, "case_ref": "NOTE"}, "case_ref"),
    ("no such agency", {**GOOD, "agency": "nowhere"}, "agency"),
    ("no such area", {**GOOD, "area": "nowhere"}, "area"),
    ("date gone by", {**GOOD, "next_date": "2020-01-01"}, "next_date"),
    ("withdrawn before given", {**GOOD, "consent": "withdrawn"}, "consent"),
]


def with_note(value: object) -> object:
    if isinstance(value, str):
        return value.replace("NOTE", NOTE)
    if isinstance(value, list):
        return [with_note(each) for each in value]
    if isinstance(value, dict):
        return {with_note(key): with_note(each) for key, each in value.items()}
    return value


@pytest.mark.parametrize(("body", "field"), [(body, field) for _, body, field in BAD], ids=[name for name, *_ in BAD])
async def test_bad_input_names_the_field_and_is_not_repeated(people: People, body: object, field: str) -> None:
    care = await people.sign_in("houkatsu")
    before = len(await care.get("/intake/api/cases"))
    answer = await care.client.post("/intake/api/consultations", json=with_note(body), headers=care.form_token)
    assert answer.headers["content-type"] == "application/problem+json"
    assert 400 <= answer.status_code < 500
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert marks_in(answer.content) == []
    assert len(await care.get("/intake/api/cases")) == before, "nothing half-written"


async def test_a_body_that_is_no_json(people: People) -> None:
    care = await people.sign_in("houkatsu")
    headers = {**care.form_token, "content-type": "application/json"}
    answer = await care.client.post(
        "/intake/api/consultations", content=f'{{"agency": {NOTE}'.encode(), headers=headers
    )
    assert (answer.status_code, answer.json()["errors"]) == (422, [{"field": "(body)", "code": "json_invalid"}])
    assert marks_in(answer.content) == []


async def test_a_body_of_a_megabyte_is_refused_before_it_is_read(people: People) -> None:
    care = await people.sign_in("houkatsu")
    body = {**GOOD, "note": NOTE * 40_000}
    answer = await care.client.post("/intake/api/consultations", json=body, headers=care.form_token)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")

    async def drip() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b"x" * 16_384

    answer = await care.client.post("/intake/api/consultations", content=drip(), headers=care.form_token)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize("path", ["/intake/api/cases/山田", "/meetings/api/meetings/..%2f", "/intake/api/cases/C-1'--"])
async def test_bad_paths_are_not_repeated(people: People, path: str) -> None:
    care = await people.sign_in("houkatsu")
    answer = await care.client.get(path)
    assert 400 <= answer.status_code < 500
    assert "山田" not in answer.text
    assert "--" not in answer.text


async def test_without_the_form_token_nothing_happens(people: People) -> None:
    care = await people.sign_in("houkatsu")
    answer = await care.client.post("/intake/api/consultations", json=GOOD)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_missing")


async def test_nobody_gets_in_without_signing_in(town: RunningTown) -> None:
    async with httpx.AsyncClient(base_url=town.url) as client:
        assert (await client.get("/intake/api/cases")).status_code == 401
        wrong = await client.post("/login", data={"login": "houkatsu", "password": NOTE})
    assert wrong.status_code == 401
    assert marks_in(wrong.content) == []


async def test_signing_out_ends_the_session_everywhere(town: RunningTown) -> None:
    async with httpx.AsyncClient(base_url=town.url) as client:
        visitor = await Visitor.sign_in(client, "desk", DEMO_PASSWORD)
        assert (await client.get("/meetings/api/tasks")).status_code == 200
        await client.post("/logout", headers=visitor.form_token)
        for path in ("/meetings/api/tasks", "/intake/api/cases", "/notify/api/messages"):
            assert (await client.get(path)).status_code == 401


async def test_no_error_was_logged(town: RunningTown, loop: Loop) -> None:
    lines = town.log.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 50
    assert [line for line in lines if re.search(r'"level": "(error|critical)"', line)] == []
