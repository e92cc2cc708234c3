"""予定の取り込み at the level of HTTP: a file handed in, its times kept and nothing else, wrong files named."""

from pathlib import Path
from typing import Any

import httpx
from sqlmodel import select

from services.meetings.models import BusyTime
from tests.nakatosa import Nakatosa, Visitor, hidden_fields
from tests.services.meetings.ics import calendar, event

PAGE = "/meetings/busy"
WEEKLY = calendar(event("DTSTART:20261210T010000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3"))


async def hand_in(visitor: Visitor, octets: bytes | None) -> httpx.Response:
    hidden = hidden_fields((await visitor.see(PAGE)).text)
    files: Any = {"calendar": ("work.ics", octets, "text/calendar")} if octets is not None else {"calendar": ("", b"")}
    return await visitor.client.post(PAGE, data=hidden, files=files)


def files_in(folder: Path) -> list[Path]:
    """Databases and their logs, all that the town wrote."""
    return [path for path in folder.rglob("*") if path.is_file()]


async def rows(town: Nakatosa) -> list[BusyTime]:
    async with town.services["meetings"].state.db.reading() as tx:
        return list((await tx.exec(select(BusyTime))).all())


async def test_a_calendar_is_handed_in_and_forgotten(town: Nakatosa) -> None:
    leader = await town.sign_in("promoter-c")
    assert "まだ何も取り込んでいません" in (await leader.see(PAGE)).text
    assert (await hand_in(leader, WEEKLY)).headers["location"] == f"{PAGE}?done=read"
    shown = (await leader.see(PAGE)).text
    assert all(words in shown for words in ("令和8年12月8日", "3件", "令和10年1月8日"))
    assert "12月10日" not in shown
    again = await leader.send(f"{PAGE}/forget", {}, page=PAGE)
    assert again.headers["location"] == f"{PAGE}?done=forget"
    assert await rows(town) == []


async def test_nobody_sees_anothers_and_no_word_of_it_is_kept(town: Nakatosa, tmp_path: Path) -> None:
    await hand_in(await town.sign_in("promoter-c"), WEEKLY)
    other = await town.sign_in("houkatsu")
    assert "まだ何も取り込んでいません" in (await other.see(PAGE)).text
    await other.send(f"{PAGE}/forget", {}, page=PAGE)
    assert len(await rows(town)) == 3
    titles = [path for path in files_in(tmp_path) if "見本 久礼子さんの面談".encode() in path.read_bytes()]
    assert titles == []


WRONG: list[tuple[bytes | None, str]] = [
    (None, "カレンダーのファイル（.ics）を選んでください"),
    (b"", "カレンダーのファイル（.ics）として読めませんでした"),
    (b"\x89PNG\r\n\x1a\n" * 100, "カレンダーのファイル（.ics）として読めませんでした"),
    (WEEKLY.decode().encode("utf-16"), "カレンダーのファイル（.ics）として読めませんでした"),
    (WEEKLY.replace(b"WEEKLY", b"SECONDLY"), "読めない繰り返しの予定が入っています"),
    (WEEKLY.replace(b"DTSTART:", b"DTSTART;TZID=Asia:"), "知らない時間帯（タイムゾーン）の予定が入っています"),
    (WEEKLY.ljust(256_001), "ファイルが大きすぎます"),
]


async def test_a_wrong_file_is_named_and_the_old_times_stay(town: Nakatosa) -> None:
    leader = await town.sign_in("promoter-c")
    await hand_in(leader, WEEKLY)
    before = await rows(town)
    for octets, sentence in WRONG:
        answer = await hand_in(leader, octets)
        shown = answer.text.split("<main")[1]
        assert (answer.status_code, sentence in shown, 'href="#calendar"' in shown) == (422, True, True), sentence
        assert "見本" not in shown
    assert await rows(town) == before


async def test_ten_megabytes_are_refused_before_they_are_read(town: Nakatosa) -> None:
    answer = await hand_in(await town.sign_in("promoter-c"), WEEKLY.ljust(10_000_000))
    assert answer.status_code == 413
    assert "送られた内容が大きすぎます</h1>" in answer.text


async def test_a_form_without_its_token_is_refused(town: Nakatosa) -> None:
    leader = await town.sign_in("promoter-c")
    answer = await leader.client.post(PAGE, files={"calendar": ("work.ics", WEEKLY)})
    assert answer.status_code == 403
    assert await rows(town) == []


async def test_both_pages_lead_here(town: Nakatosa) -> None:
    leader = await town.sign_in("promoter-c")
    for page in ("/meetings", "/meetings/subscribe"):
        assert f'href="{PAGE}"' in (await leader.see(page)).text
