"""Flyers as they come out of the printer: large letters, readable as a grey copy, a code that a phone reads."""

import pytest

from services.programs.rules import NO_KANA, Furigana, ProgramKind, needs_kana
from services.programs.words import KINDS
from services.programs.words.flyer import LOOKS, OFF_COLOUR
from shared.clock import local_date
from shared.paper import CannotPrint, Chip, Day, Entry, Poster, Press
from shared.paper.press import FONTS
from tests.flows.stage import URL, Stage
from tests.paper import SHARPNESS, Printed
from tests.services.people import anybody, signed_in
from tests.services.programs.hubs import TOWN, fill_hubs

pytestmark = pytest.mark.skipif(not any(path.exists() for path in FONTS), reason="no Japanese font: see FONTS")
A4, A3 = (595, 842), (842, 1191)
LEAST_POINTS, LEAST_CONTRAST = 12, 4.5
MARGIN = 14  # millimetres


async def printed(town: Stage, path: str, lang: str = "ja") -> Printed:
    async with anybody(town) as client:
        answer = await client.get(path, headers={"cookie": "yui_lang=en"} if lang == "en" else {})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert "set-cookie" not in answer.headers
    return Printed(answer.content)


def assert_legible(paper: Printed) -> None:
    letters = [each for each in paper.letters if each.text]
    assert len(letters) > 5
    assert [each for each in letters if each.points < LEAST_POINTS - 0.01] == []
    assert [each for each in letters if not each.is_embedded] == []
    if FONTS[0].exists():
        assert [each for each in letters if "BIZUDPGothic" not in each.font] == []
    assert [each for each in letters if each.contrast < LEAST_CONTRAST] == []


async def call_off(town: Stage, program: str) -> str:
    organiser = await signed_in(town, "organiser")
    week = (await organiser.get("/programs/api/week")).json()
    session = next(each["id"] for day in week for each in day["sessions"] if each["program_id"] == program)
    answer = await organiser.post(f"/programs/api/sessions/{session}/cancel", json={"reason": "heavy_rain"})
    assert answer.status_code == 200
    return str(session)


async def test_the_week_on_one_sheet(town: Stage) -> None:
    await call_off(town, "elderly-gathering")
    paper = await printed(town, "/programs/flyer.pdf?town=39204")
    assert paper.sizes == [A4]
    assert paper.codes == [f"{URL}/programs?town=39204"]
    for words in (
        "南国市 今週の予定",
        "11月24日(火)",
        "カフェ･ド･ポム",
        "お茶・食べる",
        "時間は後日",
        "【中止】",
        "大雨のため",
    ):
        assert words in paper.text
    for words in ("27日(金)は あります", "電話 088-000-0002", "令和8年11月23日 現在"):
        assert words in paper.text
    assert_legible(paper)


async def test_kana_stand_over_titles_and_behind_places_large_enough_to_read(town: Stage) -> None:
    await fill_hubs(town.apps["programs"].state.db, local_date(town.clock()))
    week = await printed(town, f"/programs/flyer.pdf?town={TOWN}&area=area-3")
    kana = "いきいき ひゃくさいたいそうのかい"
    assert f"（{kana}）" in week.text
    assert "第4地域 中央集会所（しゅうかいしょ）" in week.text
    month = await printed(town, "/programs/hub-3-0/flyer.pdf")
    assert month.text.index(kana) < month.text.index("いきいき百歳体操の会 4")
    assert "（いきいき" not in month.text
    for paper in (week, month):
        assert_legible(paper)
    english = await printed(town, f"/programs/flyer.pdf?town={TOWN}&area=area-3", "en")
    assert ("しゅうかいしょ" in english.text, kana in english.text) == (False, False)


def test_kana_stand_where_a_name_needs_them() -> None:
    assert [needs_kana(name) for name in ("子育てひろば", "カフェ・ド・ポム", "Morito", "々")] == [
        True,
        False,
        False,
        True,
    ]
    town = Furigana({"久礼": "くれ", "上ノ加江": "かみのかえ"})
    assert town.behind("久礼・上ノ加江の会") == "久礼（くれ）・上ノ加江（かみのかえ）の会"
    assert NO_KANA.behind("久礼") == "久礼"


async def test_a3_is_the_same_for_a_wall(town: Stage) -> None:
    small = await printed(town, "/programs/flyer.pdf?town=39204&kind=meal")
    large = await printed(town, "/programs/flyer.pdf?town=39204&kind=meal&size=a3")
    assert (small.sizes, large.sizes) == ([A4], [A3])
    assert large.text == small.text
    assert large.codes == small.codes == [f"{URL}/programs?town=39204&kind=meal"]
    assert min(each.points for each in large.letters) > LEAST_POINTS * 1.4


async def test_many_programs_take_more_pages_never_smaller_letters(town: Stage) -> None:
    await fill_hubs(town.apps["programs"].state.db, local_date(town.clock()))
    paper = await printed(town, f"/programs/flyer.pdf?town={TOWN}&area=area-3&span=week")
    assert paper.codes == [f"{URL}/programs?town={TOWN}&area=area-3"]
    whole = await printed(town, f"/programs/flyer.pdf?town={TOWN}&kind=meal")
    assert len(whole.sizes) > 3
    assert min(each.points for each in whole.letters) >= LEAST_POINTS - 0.01
    assert sum(whole.text.count(f"ふれあい食堂 {hub + 1}\r\n") for hub in range(55)) == 55


async def test_a_program_s_month_and_its_notice(town: Stage) -> None:
    session = await call_off(town, "elderly-gathering")
    month = await printed(town, "/programs/elderly-gathering/flyer.pdf")
    assert month.codes == [f"{URL}/programs/elderly-gathering"]
    for words in ("独居高齢者の集い", "毎週 水曜 14:00–18:00", "一人で 住んでいる", "12月", "16日(水)", "【中止】"):
        assert words in month.text
    assert_legible(month)
    notice = await printed(town, f"/programs/elderly-gathering/slip/{session}.pdf")
    said = ["【中止】", "11月25日(水) 14:00–18:00", "大雨のため", "次は 11月27日(金) 14:00–18:00 に あります"]
    assert [words for words in [*said, "088-000-0002"] if words not in notice.text] == []
    assert max(each.points for each in notice.letters) > 60
    assert (notice.sizes, notice.codes) == ([A4], month.codes)
    assert_legible(notice)


async def test_in_english(town: Stage) -> None:
    paper = await printed(town, "/programs/flyer.pdf?town=39204&span=month", "en")
    for words in ("Nankoku this month", "Café de Pomme", "Tue 24 Nov", "Phone 088-000-0001"):
        assert words in paper.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/programs/flyer.pdf", 422), ("/programs/flyer.pdf?town=99999", 404),
        ("/programs/flyer.pdf?town=39204&size=a5", 422), ("/programs/flyer.pdf?town=39204&area=elsewhere", 422),
        ("/programs/unheard-of/flyer.pdf", 404),
        ("/programs/cafe-de-pomme/slip/unheard-of.pdf", 404),
    ],
)  # fmt: skip
async def test_what_there_is_no_flyer_of(town: Stage, path: str, status: int) -> None:
    async with anybody(town) as client:
        assert (await client.get(path)).status_code == status


async def test_there_is_no_notice_of_what_takes_place(town: Stage) -> None:
    session = await call_off(town, "elderly-gathering")
    organiser = await signed_in(town, "organiser")
    await organiser.post(f"/programs/api/sessions/{session}/reopen")
    async with anybody(town) as client:
        assert (await client.get(f"/programs/elderly-gathering/slip/{session}.pdf")).status_code == 404


async def test_every_kind_has_a_word_a_shape_and_a_colour_that_a_grey_copy_keeps() -> None:
    assert set(LOOKS) == set(ProgramKind)
    assert len({shape for shape, _ in LOOKS.values()}) == len({colour for _, colour in LOOKS.values()}) == len(LOOKS)
    chips = [Chip(word=KINDS[kind][0], shape=shape, colour=colour) for kind, (shape, colour) in LOOKS.items()]
    chips.append(Chip(word="【中止】", shape="cross", colour=OFF_COLOUR))
    entries = [Entry(time="10:00", name="会", chip=chip) for chip in chips]
    paper = Printed(await Press().print(Poster(title="見本", days=[Day(heading="月", entries=entries)], foot=["見本"])))
    assert_legible(paper)
    assert sum(each.text in {chip.word for chip in chips} for each in paper.letters) == len(chips)


async def test_a_long_word_and_a_long_name_stay_on_the_sheet() -> None:
    name, link = "とても長い名前の会、" * 12, "w" * 90
    day = Day(heading="月", entries=[Entry(time="10:00", name=name, lines=[link, "（" * 3 + "あ" * 200])])
    paper = Printed(await Press().print(Poster(title=name, days=[day, day], foot=["見本"])))
    edges = [page.convert("L").crop((page.width - 60, 0, page.width, page.height)).getextrema() for page in paper.pages]
    assert {edge[0] for edge in edges} == {255}


async def test_a_queue_at_the_press_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.paper.press.MOST_WAITING", 0)
    with pytest.raises(CannotPrint):
        await Press().print(Poster(title="見本"))


async def test_a_date_of_another_month_is_told_with_its_month(town: Stage) -> None:
    await call_off(town, "cafe-de-pomme")
    for lang, words in (("ja", "12月1日(火)は あります"), ("en", "on again Tue 1 Dec")):
        paper = await printed(town, "/programs/flyer.pdf?town=39204", lang)
        assert words.replace(" ", "") in paper.text.replace(" ", "").replace("\n", "")
        async with anybody(town) as client:
            board = await client.get("/programs?town=39204", headers={"cookie": f"yui_lang={lang}"})
        assert words in board.text


async def test_nothing_stands_in_the_margins(town: Stage) -> None:
    paper = await printed(town, "/programs/flyer.pdf?town=39204")
    for picture in paper.pages:
        grey, edge = picture.convert("L"), round((MARGIN - 0.5) * 72 / 25.4 * SHARPNESS)
        assert grey.crop((grey.width - edge, 0, grey.width, grey.height)).getextrema() == (255, 255)
        assert grey.crop((0, 0, edge, grey.height)).getextrema() == (255, 255)
