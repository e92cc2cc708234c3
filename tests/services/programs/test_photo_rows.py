"""Photos on both kinds of database: one row for one week's form, none when nothing shows it."""

from datetime import date, timedelta

from sqlmodel import col, select

from services.programs import actions
from services.programs.actions import forgetting, photos
from services.programs.actions.photo_reading import Picture
from services.programs.models import Change, Photo, Session
from services.programs.schemas import WeekForm
from shared.db import Database
from tests.services.programs.stage import ORGANISER, TUESDAY, session_on

CAFE, PICTURE = "cafe-de-pomme", Picture(b"\xff\xd8 pixels", 640, 480)
DAYS = [date(2026, 11, 24), date(2026, 12, 1)]


async def post(db: Database, **more: str) -> list[str]:
    """The café's next two dates with a photo; returns the photos kept."""
    sessions = [(await session_on(db, CAFE, day)).id for day in DAYS]
    form = WeekForm.model_validate({"sessions": sessions, "note": "飾り", **more})
    async with db.transaction() as tx:
        await actions.post_week(tx, CAFE, form, ORGANISER, now=TUESDAY, picture=PICTURE)
    return await kept(db)


async def kept(db: Database) -> list[str]:
    async with db.reading() as tx:
        return list((await tx.exec(select(Photo.id).order_by(col(Photo.made_at)))).all())


async def shown(db: Database) -> set[str | None]:
    async with db.reading() as tx:
        rows = select(Session).where(Session.program_id == CAFE, col(Session.held_on).in_(DAYS))
        return {session.photo_id for session in (await tx.exec(rows)).all()}


async def undo(db: Database) -> None:
    async with db.transaction() as tx:
        change = await actions.last_change(tx, ORGANISER, now=TUESDAY)
        assert isinstance(change, Change)
        await actions.undo_change(tx, change.id, ORGANISER, now=TUESDAY)


async def test_one_photo_for_all_dates_of_a_form_however_often_it_comes(db: Database) -> None:
    photo = [await post(db, once="o" * 20) for _ in range(2)][-1]
    assert (len(photo), await shown(db)) == (1, set(photo))
    async with db.reading() as tx:
        found = await photos.find_photo(tx, photo[0])
        assert (found.octets, len(found.sha256)) == (PICTURE.octets, 64)


async def test_undone_the_photo_before_is_shown_and_the_other_one_is_gone(db: Database) -> None:
    [first] = await post(db)
    assert len(await post(db)) == 2  # the first waits: taking back the second shows it again
    await undo(db)
    assert (await kept(db), await shown(db)) == ([first], {first})


async def test_removed_from_one_date_it_is_gone_from_all_and_an_undo_does_not_bring_it_back(db: Database) -> None:
    [photo] = await post(db)
    session = await session_on(db, CAFE, DAYS[0])
    async with db.transaction() as tx:
        await photos.remove_photo(tx, session.id, ORGANISER)
    assert (await kept(db), await shown(db)) == ([], {None})
    await undo(db)
    assert (await kept(db), await shown(db), photo in await shown(db)) == ([], {None}, False)


async def test_replaced_photos_go_once_nothing_brings_them_back_and_all_go_with_time(db: Database) -> None:
    await post(db)
    newest = (set(await post(db)) & {each for each in await shown(db) if each}).pop()
    left = []
    for later in (timedelta(minutes=5), timedelta(minutes=11), timedelta(days=37), timedelta(days=38)):
        async with db.transaction() as tx:
            await forgetting.forget_photos(tx, now=TUESDAY + later, kept_days=30)
        left.append(len(await kept(db)))
    assert (left, newest in await kept(db)) == ([2, 1, 1, 0], False)
