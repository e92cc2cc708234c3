"""Open data: HSDS as Open Referral's schema wants it, tables for spreadsheets, nothing that is not public."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from services.programs.actions.open_data import page_of
from services.programs.errors import NoSuchPage
from tests.flows.stage import Stage
from tests.services.people import anybody, signed_in

SCHEMA = json.loads((Path(__file__).parent / "hsds" / "schema.json").read_text())
HSDS, PROGRAMS, SESSIONS = (f"/programs/open-data/{name}" for name in ("hsds.json", "programs.csv", "sessions.csv"))
PAGE = "/programs/open-data"


LISTS = {"services": "service", "organizations": "organization", "locations": "location"}


def mistakes(document: Any, schema: Any = SCHEMA) -> list[str]:
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{each.json_path}: {each.message}" for each in validator.iter_errors(document)]


async def hsds_of(town: Stage) -> dict[str, Any]:
    async with anybody(town) as client:
        document: dict[str, Any] = (await client.get(f"{HSDS}?town=39204")).json()
    return document


async def table(town: Stage, path: str) -> list[dict[str, str]]:
    async with anybody(town) as client:
        text = (await client.get(f"{path}?town=39204")).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


async def test_the_document_is_what_open_referral_asks_for(town: Stage) -> None:
    assert mistakes(await hsds_of(town)) == []


async def test_the_schema_would_notice(town: Stage) -> None:
    document = await hsds_of(town)
    cafe = document["contents"][0]
    cafe["id"], cafe["status"], cafe["participants"] = "cafe", "open", 12
    assert len(mistakes(document)) == 3


async def test_a_program_with_its_organiser_place_and_hours(town: Stage) -> None:
    (gathering,) = (each for each in (await hsds_of(town))["contents"] if each["name"] == "独居高齢者の集い")
    place = gathering["service_at_locations"][0]["location"]
    assert gathering["organization"]["name"] == "南国市社会福祉協議会"
    assert gathering["organization"]["phones"][0]["number"] == "088-000-0002"
    assert (place["name"], place["addresses"][0]["state_province"]) == ("本町ふれあいセンター", "高知県")
    times = [(each["byday"], each["opens_at"], each["closes_at"], each["dtstart"]) for each in gathering["schedules"]]
    assert [each[:3] for each in times] == [("WE", "14:00+09:00", "18:00+09:00"), ("FR", "14:00+09:00", "18:00+09:00")]
    assert gathering["schedules"][0]["description"] == "毎週 水曜 14:00–18:00。祝日：お休みにする"
    terms = {each["link_type"]: each["taxonomy_term"]["name"] for each in gathering["attributes"]}
    assert terms == {"kind": "集まり・居場所", "area": "南国市全域"}


async def test_no_hour_is_invented(town: Stage) -> None:
    (study,) = (each for each in (await hsds_of(town))["contents"] if each["name"] == "子どもの学習支援")
    assert [set(each) & {"opens_at", "closes_at"} for each in study["schedules"]] == [set(), set()]
    rows = [row for row in await table(town, PROGRAMS) if row["名前"] == "子どもの学習支援"]
    assert [(row["曜日"], row["はじまり"], row["おわり"]) for row in rows] == [("土", "", ""), ("日", "", "")]


async def test_ids_stay_from_one_export_to_the_next(town: Stage) -> None:
    assert await hsds_of(town) == await hsds_of(town)


async def test_licence_and_attribution_are_in_it(town: Stage) -> None:
    document = await hsds_of(town)
    assert (document["licence"]["name"], document["attribution"]) == ("CC BY 4.0", "南国市")


async def test_what_is_called_off_is_in_the_table_of_dates(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    week = (await organiser.get("/programs/api/week?town=39204")).json()
    session = next(each for day in week for each in day["sessions"] if each["program_id"] == "elderly-gathering")
    await organiser.post(f"/programs/api/sessions/{session['id']}/cancel", json={"reason": "typhoon"})
    first, second, *_ = (row for row in await table(town, SESSIONS) if row["名前"] == "独居高齢者の集い")
    assert [first[name] for name in ("日付", "曜日", "はじまり", "ようす", "理由")] == [
        "2026-11-25", "水", "14:00", "中止", "台風のため",
    ]  # fmt: skip
    assert (second["ようす"], second["理由"]) == ("あり", "")


async def test_a_registration_leaves_no_trace(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    rules = {"scope": "program", "capacity": "3", "is_open": "yes"}
    await organiser.post("/programs/manage/cafe-de-pomme/registration", data=rules)
    async with anybody(town) as client:
        before = [(await client.get(f"{path}?town=39204")).text for path in (HSDS, PROGRAMS, SESSIONS)]
        form = {"ticket": "t" * 43, "names": ["土佐花子"], "phone": "090-1234-5678"}
        made = await client.post("/programs/api/programs/cafe-de-pomme/registrations", json=form)
        assert made.status_code == 201
        after = [(await client.get(f"{path}?town=39204")).text for path in (HSDS, PROGRAMS, SESSIONS)]
    assert after == before
    assert "申込みがいります" in before[0]


@pytest.mark.parametrize("path", [HSDS, PROGRAMS, SESSIONS])
async def test_anybody_may_take_it_and_need_not_take_it_twice(town: Stage, path: str) -> None:
    async with anybody(town) as client:
        first = await client.get(f"{path}?town=39204")
        again = await client.get(f"{path}?town=39204", headers={"if-none-match": first.headers["etag"]})
        unknown = await client.get(f"{path}?town=99999")
    assert (first.status_code, first.headers["access-control-allow-origin"]) == (200, "*")
    assert "set-cookie" not in first.headers
    assert (again.status_code, again.content) == (304, b"")
    assert (unknown.status_code, unknown.headers["content-type"]) == (404, "application/problem+json")


async def test_old_spreadsheets_get_their_encoding(town: Stage) -> None:
    async with anybody(town) as client:
        old = await client.get(f"{PROGRAMS}?town=39204&encoding=cp932")
        wrong = await client.get(f"{PROGRAMS}?encoding=latin1")
    assert old.headers["content-type"] == "text/csv; charset=Windows-31J"
    assert "Morito Room ～モリト ルーム～" in old.content.decode("cp932")
    assert wrong.status_code == 422


async def test_the_page_says_what_there_is_and_under_which_licence(town: Stage) -> None:
    async with anybody(town) as client:
        page = await client.get(f"{PAGE}?town=39204")
    for words in ("オープンデータ", "CC BY 4.0", "/programs/open-data/hsds.json?town=39204", "programs.csv?town=39204"):
        assert words in page.text
    assert "set-cookie" not in page.headers


# lists, page by page and line by line


def listed(node: str) -> Any:
    """A page of the API whose contents are of one kind."""
    return {
        **SCHEMA,
        "required": [name for name in SCHEMA["required"] if name != "version"],
        "properties": {**SCHEMA["properties"], "contents": {"type": "array", "items": {"$ref": f"#/$defs/{node}"}}},
    }


@pytest.mark.parametrize("kind", LISTS)
async def test_pages_and_lines_hold_the_same_as_the_schemas_want_it(town: Stage, kind: str) -> None:
    path = f"{PAGE}/{kind}?town=39204"
    async with anybody(town) as client:
        whole = (await client.get(path)).json()
        pages = [(await client.get(f"{path}&per_page=1&page={page}")).json() for page in range(1, whole["size"] + 1)]
        lines = await client.get(f"{path}&format=ndjson")
    assert [mistakes(page, listed(LISTS[kind])) for page in (whole, *pages)] == [[]] * (len(pages) + 1)
    assert [page["contents"][0] for page in pages] == whole["contents"]
    assert [json.loads(line) for line in lines.text.splitlines()] == whole["contents"]
    assert lines.headers["content-type"] == "application/x-ndjson"
    assert "content-length" not in lines.headers  # sent as it is written
    last = pages[-1]
    assert (last["total_items"], last["total_pages"], last["page_number"]) == (len(pages), len(pages), len(pages))
    assert [(page["first_page"], page["last_page"]) for page in pages] == [
        (number == 0, number == len(pages) - 1) for number in range(len(pages))
    ]
    assert len({each["id"] for each in whole["contents"]}) == len(whole["contents"]) > 1


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("page=0", 422, "page"), ("page=-1", 422, "page"), ("page=x", 422, "page"), ("page=99", 404, "page"),
        ("page=99999999999999999999", 422, "page"), ("per_page=0", 422, "per_page"), ("per_page=501", 422, "per_page"),
        ("format=xml", 422, "format"),
    ],
)  # fmt: skip
async def test_a_page_that_is_none_is_refused_by_name(town: Stage, query: str, status: int, field: str) -> None:
    async with anybody(town) as client:
        answer = await client.get(f"{PAGE}/services?town=39204&{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    told = answer.json()
    assert field in [told.get("field"), *(each["field"] for each in told.get("errors", []))]


def test_an_empty_list_has_one_empty_page() -> None:
    page = page_of([], 1, 10)
    assert (page["total_pages"], page["first_page"], page["last_page"], page["empty"]) == (0, True, True, True)
    with pytest.raises(NoSuchPage):
        page_of([], 2, 10)
