"""A photo with the week: posted once, seen by all, taken back with it, removed by hand, dropped when long past."""

from pathlib import Path

import httpx
import pytest
from sqlmodel import col, select

from services.programs.actions import forgetting
from services.programs.models import Photo, Session
from tests.flows.stage import Stage
from tests.services.people import anybody, signed_in
from tests.services.programs.photos import MARKED, jpeg, png_bomb
from tests.services.programs.test_desk import chosen, link_for

PAGE = "/programs/cafe-de-pomme"


async def posted(town: Stage, link: str, octets: bytes, note: str = "クリスマスの飾り", **more: str) -> httpx.Response:
    """What the desk answers to a week with a photo."""
    async with anybody(town) as client:
        page = (await client.get(f"{link}?program=cafe-de-pomme")).text
        once = page.split('name="once" value="')[1].split('"')[0]
        form = {"sessions": chosen(page), "note": note, "once": once, **more}
        photo = {"photo": ("IMG_0001.jpg", octets, "image/jpeg")}
        return await client.post(f"{link}?program=cafe-de-pomme", data=form, files=photo)


async def shown(town: Stage) -> str:
    """The address of the photo on the program's page."""
    async with anybody(town) as client:
        page = (await client.get(PAGE)).text
    return page.split('class="photo" src="')[1].split('"')[0] if 'class="photo"' in page else ""


async def kept(town: Stage) -> int:
    async with town.apps["programs"].state.db.reading() as tx:
        return len((await tx.exec(select(Photo.id))).all())


async def test_everybody_sees_it_and_it_says_nothing_but_what_is_seen(town: Stage) -> None:
    assert (await posted(town, await link_for(town), jpeg(turned=6))).status_code == 303
    async with anybody(town) as client:
        page, board = (await client.get(PAGE)).text, (await client.get("/programs?town=39204")).text
        answer = await client.get(await shown(town))
    tag = page.split('<img class="photo"')[1].split(">")[0]
    for part in ('width="853"', 'height="1280"', 'alt="クリスマスの飾り"', 'loading="lazy"'):
        assert part in tag
    assert (page.count('class="photo"'), "photo" in board) == (1, False)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["cache-control"] == "private, max-age=300"
    assert (answer.headers["x-content-type-options"], answer.headers["content-disposition"]) == ("nosniff", "inline")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "set-cookie" not in answer.headers
    for mark in (b"Exif", b"YuiCam", MARKED.encode(), MARKED.encode("utf-16-le")):
        assert mark not in answer.content


async def test_what_the_file_said_beside_its_pixels_is_nowhere(town: Stage) -> None:
    await posted(town, await link_for(town), jpeg())
    url = town.apps["programs"].state.db.url
    if url.get_backend_name() != "sqlite":
        pytest.skip("a server's files are not one town's")
    here = Path(url.database or "").parent
    files = [each for each in here.rglob("*") if each.is_file()]
    assert any(b"JFIF" in each.read_bytes() for each in files)  # the photo itself is there
    for mark in (b"YuiCam", b"IMG_0001", MARKED.encode(), MARKED.encode("utf-16-le")):
        assert [each.name for each in files if mark in each.read_bytes()] == []


async def test_the_same_form_again_keeps_one_photo(town: Stage) -> None:
    link, once = await link_for(town), "o" * 43
    answers = [await posted(town, link, jpeg(), once=once) for _ in range(2)]
    assert ([answer.status_code for answer in answers], await kept(town)) == ([303, 303], 1)


async def test_taken_back_with_the_week_and_the_one_before_is_there_again(town: Stage) -> None:
    link = await link_for(town)
    await posted(town, link, jpeg(400, 300))
    first = await shown(town)
    answer = await posted(town, link, jpeg(300, 400))  # the same line, another photo: a change all the same
    second = await shown(town)
    assert (first != second, await kept(town)) == (True, 2)
    async with anybody(town) as client:
        back = (await client.get(answer.headers["location"])).text
        assert (await client.post(f"{link}/undo/{back.split(f'{link}/undo/')[1].split(chr(34))[0]}")).status_code == 303
        assert ((await client.get(second)).status_code, await shown(town), await kept(town)) == (404, first, 1)


async def test_taken_back_at_once_nothing_is_left(town: Stage) -> None:
    link = await link_for(town)
    answer = await posted(town, link, jpeg(400, 300))
    async with anybody(town) as client:
        back = (await client.get(answer.headers["location"])).text
        await client.post(f"{link}/undo/{back.split(f'{link}/undo/')[1].split(chr(34))[0]}")
    assert (await shown(town), await kept(town)) == ("", 0)


async def test_removed_by_hand_it_does_not_come_back(town: Stage) -> None:
    link = await link_for(town)
    await posted(town, link, jpeg(400, 300))
    photo = await shown(town)
    again = await posted(town, link, jpeg(300, 400), note="別の写真")
    async with anybody(town) as client:
        desk = (await client.get(again.headers["location"])).text
        remove = desk.split('/photo/remove"')[0].rsplit('action="', 1)[1] + "/photo/remove"
        for _ in range(2):
            gone = await client.post(remove)
            assert (gone.status_code, gone.headers["location"].endswith("done=unpictured")) == (303, True)
        assert await shown(town) == ""
        await client.post(f"{link}/undo/{desk.split(f'{link}/undo/')[1].split(chr(34))[0]}")
        assert (await shown(town), (await client.get(photo)).status_code) == (
            photo,
            200,
        )  # the one before
    other = await link_for(town, "nankoku-shakyo")
    async with anybody(town) as client:
        assert (await client.post(remove.replace(link, other))).status_code == 404
    assert await shown(town) == photo


async def test_a_photo_of_a_past_week_is_dropped(town: Stage) -> None:
    await posted(town, await link_for(town), jpeg(400, 300))
    db = town.apps["programs"].state.db
    async with db.reading() as tx:
        pictured = select(Session).where(col(Session.photo_id).is_not(None))
        last = max(session.held_on for session in (await tx.exec(pictured)).all())
    left = []
    for days in (0, 30, 31):
        town.clock.turn(days=(last - town.clock().date()).days + days)
        async with db.transaction() as tx:
            await forgetting.forget_photos(tx, now=town.clock(), kept_days=30)
        left.append(await kept(town))
    assert left == [1, 1, 0]


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "互換性優先"), ("文".encode() * 99, "写真として読めませんでした"),
        (png_bomb(60_000), "写真が大きすぎます"), (b"\xff" * ((8 << 20) + 1), "写真が大きすぎます"),
    ],
)  # fmt: skip
async def test_a_photo_that_cant_be_shown_posts_nothing_and_keeps_what_was_typed(
    town: Stage, octets: bytes, said: str
) -> None:
    answer = await posted(town, await link_for(town), octets)
    assert (answer.status_code, said in answer.text, "クリスマスの飾り" in answer.text) == (422, True, True)
    async with anybody(town) as client:
        week = (await client.get("/programs/api/week")).json()
    assert [each for day in week for each in day["sessions"] if each["is_posted"]] == []
    assert await kept(town) == 0


async def test_only_this_door_takes_more(town: Stage) -> None:
    link, large = await link_for(town), {"photo": ("a.jpg", b"\xff" * 300_000, "image/jpeg")}
    async with anybody(town) as client:
        assert (await client.post("/programs/cafe-de-pomme/register", files=large)).status_code == 413
        assert (await client.post(f"{link}/undo/x", files=large)).status_code == 413
        assert (await client.post(f"/programs/post/{'x' * 43}", files=large)).status_code == 404
        assert (await client.post("/programs/mine", files=large)).status_code == 401
        huge = {"photo": ("a.jpg", b"\xff" * (9 << 20), "image/jpeg")}
        assert (await client.post(link, files=huge)).status_code == 413


async def test_the_week_is_posted_with_a_photo_by_who_signed_in(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    page = (await organiser.get("/programs/mine?program=cafe-de-pomme")).text
    files = {"photo": ("a.jpg", jpeg(400, 300), "image/jpeg")}
    form = {"sessions": chosen(page), "note": ""}
    assert (await organiser.post("/programs/mine?program=cafe-de-pomme", data=form, files=files)).status_code == 303
    async with anybody(town) as client:
        assert 'alt="今週の写真"' in (await client.get(PAGE)).text
