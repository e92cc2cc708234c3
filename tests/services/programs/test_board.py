"""The residents' board: light, without a cookie, in the words each reader needs."""

import re

import pytest

from services.programs.rules import NO_KANA, Furigana, Span, portion
from shared.clock import local_date
from tests.flows.stage import Stage
from tests.services.people import anybody, signed_in
from tests.services.programs.hubs import HUBS, PROGRAMS, TOWN, fill_hubs

MOST_OCTETS = 50_000


async def board(town: Stage, query: str = "", lang: str = "ja") -> str:
    async with anybody(town) as client:
        answer = await client.get(f"/programs{query}", headers={"cookie": "yui_lang=en"} if lang == "en" else {})
    assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
    return answer.text


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


async def test_every_page_of_a_town_of_275_programs_is_light_and_together_they_show_all(town: Stage) -> None:
    await fill_hubs(town.apps["programs"].state.db, local_date(town.clock()))
    path, seen = f"?town={TOWN}", list[str]()
    first = await board(town, path)
    assert first.index("きょう") < first.index("hub-")
    while path:
        html = await board(town, path)
        assert len(html.encode()) <= MOST_OCTETS
        assert "<select" in html  # 55 areas are chosen from a list
        seen += re.findall(r'href="/programs/(hub-\d+-\d)"', html)
        further = re.search(r'class="button second" href="/programs(\?[^"]*(?:day|first)=[^"]*)"', html)
        path = further[1].replace("&amp;", "&") if further else ""
    assert (len(seen), len(set(seen))) == (HUBS * PROGRAMS, HUBS * PROGRAMS)


@pytest.mark.parametrize(
    ("counts", "begin", "spans", "further"),
    [
        ([3, 0, 2], (0, 0), [Span(0, 0, 3), Span(1, 0, 0), Span(2, 0, 2)], None),
        ([3, 6, 2], (0, 0), [Span(0, 0, 3)], Span(1, 0, 6)),
        ([12, 2], (0, 0), [Span(0, 0, 8)], Span(0, 8, 12)),
        ([12, 2], (0, 8), [Span(0, 8, 12), Span(1, 0, 2)], None),
        ([2, 1], (0, 99), [Span(0, 2, 2), Span(1, 0, 1)], None),
    ],
)
def test_a_day_is_cut_only_when_it_fills_a_page(
    counts: list[int], begin: tuple[int, int], spans: list[Span], further: Span | None
) -> None:
    assert portion(counts, *begin, most=8) == (spans, further)


async def test_area_and_kind_are_chosen_together(town: Stage) -> None:
    await fill_hubs(town.apps["programs"].state.db, local_date(town.clock()))
    html = await board(town, f"?town={TOWN}&area=area-3&kind=meal")
    assert set(re.findall(r'href="/programs/(hub-[^"]+)"', html)) == {"hub-3-1"}
    assert 'aria-current="true"' in html
    assert f"/programs/feeds/area-{TOWN}-area-3.ics" in html


async def test_nothing_there_says_what_to_do(town: Stage) -> None:
    html = await board(town, "?town=39204&kind=work")
    assert "えらんだ地域・種類の予定は" in html
    assert 'href="/programs?town=39204">ぜんぶの予定を見る' in html
    assert "まだありません" in await board(town, "?town=39401")


@pytest.mark.parametrize("query", ["area=elsewhere", "kind=fun", "day=soon", "view=odd", "first=-1", "town=1"])
async def test_what_cannot_be_chosen_is_said_by_name(town: Stage, query: str) -> None:
    async with anybody(town) as client:
        answer = await client.get(f"/programs?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, query.partition("=")[0])


async def test_kana_stand_over_names_and_never_in_labels(town: Stage) -> None:
    html = main_of(await board(town))
    assert "<ruby>独居高齢者の集い<rp>（</rp><rt>どっきょこうれいしゃの つどい</rt>" in html
    assert "<ruby>本町<rp>（</rp><rt>ほんまち</rt><rp>）</rp></ruby>ふれあいセンター" in html
    assert [label for label in re.findall(r'aria-label="([^"]*)"', html) if "ruby" in label or "rt" in label] == []
    assert "<ruby>" not in main_of(await board(town, "?kana=off"))
    assert "<ruby>" not in main_of(await board(town, lang="en"))


def test_the_longest_word_of_the_town_is_read_first() -> None:
    furigana = Furigana({"上ノ加江": "かみのかえ", "上": "うえ"})
    assert furigana.over("上ノ加江の上") == [("上ノ加江", "かみのかえ"), ("の", ""), ("上", "うえ")]
    assert furigana.over("上ノ加江", "かみ") == [("上ノ加江", "かみ")]
    assert NO_KANA.over("上ノ加江", "かみ") == [("上ノ加江", "")]
    assert Furigana({}).over("上") == [("上", "")]


@pytest.mark.parametrize(("name", "shown"), [("いきいき", ""), ("ABC～", ""), ("カフェ", "かな"), ("お茶の会", "かな")])
def test_a_name_that_reads_itself_has_no_kana_above_it(name: str, shown: str) -> None:
    assert Furigana({}).over(name, "かな") == [(name, shown)]


async def test_plain_japanese_stands_where_the_audience_stood(town: Stage) -> None:
    usual, plain = await board(town), await board(town, "?view=plain&kana=off")
    assert ("コーヒーや パンが あります" in usual, "塾に通っていない" in usual) == (False, True)
    assert ("コーヒーや パンが あります" in plain, "塾に通っていない" in plain) == (True, False)


async def test_english_where_somebody_wrote_it(town: Stage) -> None:
    html = await board(town, lang="en")
    for words in ("Café de Pomme", "everybody is welcome", "Time to be posted", "Tomorrow"):
        assert words in html


async def test_the_program_says_whom_to_call_and_since_when_it_is_right(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    await organiser.post("/programs/manage/cafe-de-pomme/verify")
    async with anybody(town) as client:
        html = (await client.get("/programs/cafe-de-pomme")).text
    for words in ('href="tel:088-000-0001"', "モリトの会", "令和8年11月23日に、内容が合っているか確かめました", "<svg"):
        assert words in html


async def test_a_program_and_its_dates_as_json(town: Stage) -> None:
    async with anybody(town) as client:
        found = (await client.get("/programs/api/programs/cafe-de-pomme/coming")).json()
        meals = (await client.get("/programs/api/week?kind=meal")).json()
    assert (found["program"]["name_en"], found["sessions"][0]["held_on"]) == ("Café de Pomme", "2026-11-24")
    assert [each["program_id"] for day in meals for each in day["sessions"]] == ["cafe-de-pomme"]


async def test_a_first_look_with_all_that_a_page_loads_is_light_on_a_slow_line(town: Stage) -> None:
    async with anybody(town) as client:
        page = await client.get("/programs?town=39204")
        loaded = len(page.content)
        for address in dict.fromkeys(re.findall(r'(?:href|src)="(/ui/static/[^"]+)"', page.text)):
            answer = await client.get(address)
            loaded += int(answer.headers["content-length"])
            plain = await client.get(address, headers={"accept-encoding": "gzip;q=0"})
            assert (plain.content, "content-encoding" in plain.headers) == (answer.content, False)
    assert loaded <= MOST_OCTETS
