"""見守り連絡先: few questions to the database, one line of the access log a registration, and a paper to call from."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlmodel import col, func, select

from services.programs.actions import calling, reaching, registering, sweeping
from services.programs.models import Concerned, Registration
from services.programs.rules import CancelReason
from services.programs.rules.calling import callers_in, dealt
from services.programs.schemas import PhoneTreeForm, RegistrationForm, RulesForm, SweepForm
from shared.db import Database
from shared.paper import Checklist
from shared.paper.draw import drawn
from shared.paper.press import FONTS
from shared.sealed import AccessLog, KeyFile, Why, destroy_key
from tests.flows.stage import Stage
from tests.paper import Printed
from tests.services.people import anybody, signed_in
from tests.services.programs.stage import ORGANISER, TUESDAY

GATHERING = "elderly-gathering"
WEEK = SweepForm(first_day=date(2026, 11, 24), last_day=date(2026, 12, 1), reason=CancelReason.TYPHOON)


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile.open_or_create(tmp_path / "keys" / "programs.json", data_dir=tmp_path / "data")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements run meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


async def swept(db: Database, keys: KeyFile, families: int) -> str:
    async with db.transaction() as tx:
        await registering.put_rules(tx, GATHERING, RulesForm(is_open=True, asks_transport=True), ORGANISER, now=TUESDAY)
        for number in range(families):
            form = RegistrationForm(
                ticket=f"{number:043}", names=[f"山田 {number}", f"山田 {number} の母"], phone=f"088-000-{number:04}",
                needs_transport=number % 5 == 4,
            )  # fmt: skip
            await registering.register(tx, GATHERING, form, keys=keys, now=TUESDAY)
    async with db.transaction() as tx:
        return str((await sweeping.sweep(tx, WEEK, ORGANISER, now=TUESDAY)).change_id)


async def logged(db: Database) -> int:
    async with db.reading() as tx:
        query = select(func.count()).select_from(AccessLog).where(col(AccessLog.why) == Why.REACH_PEOPLE)
        return (await tx.exec(query)).one()


@pytest.mark.parametrize("families", [1, 30])
async def test_a_look_takes_as_many_statements_however_long_the_list(
    db: Database, keys: KeyFile, families: int
) -> None:
    change = await swept(db, keys, families)
    with counted() as statements:
        async with db.transaction() as tx:
            rows = await reaching.safety_list(tx, change, ORGANISER, keys=keys, now=TUESDAY)
    assert len(rows) == families
    asked = [each for each in statements if each.lstrip().startswith(("SELECT", "INSERT"))]
    assert len(asked) == 5, asked  # the change, the list, its keys, its people, and the access log
    assert await logged(db) == families  # one line for each whose names were seen
    assert [len(row.names) for row in rows] == [2] * families


async def test_a_tick_opens_no_name(db: Database, keys: KeyFile) -> None:
    change = await swept(db, keys, 3)
    async with db.transaction() as tx:
        ids = [row.registration_id for row in await reaching.safety_list(tx, change, ORGANISER, keys=keys, now=TUESDAY)]
    before = await logged(db)
    async with db.transaction() as tx:
        assert await reaching.note_reached(tx, change, ids[1], ORGANISER, now=TUESDAY) == TUESDAY
        assert await reaching.still_to_reach(tx, change, ORGANISER) == [ids[0], ids[2]]
    assert await logged(db) == before


async def test_who_was_erased_meanwhile_does_not_close_the_list(db: Database, keys: KeyFile) -> None:
    change = await swept(db, keys, 2)
    async with db.transaction() as tx:
        gone = (await tx.exec(select(Registration.id).where(Registration.no == 1))).one()
        await destroy_key(tx, gone, now=TUESDAY)
    async with db.transaction() as tx:
        rows = await reaching.safety_list(tx, change, ORGANISER, keys=keys, now=TUESDAY)
    assert [sorted(row.names) for row in rows] == [["山田 1", "山田 1 の母"]]


def test_people_are_dealt_out_in_turn() -> None:
    assert callers_in("民生委員\n 事務局、事務局,\n") == ["民生委員", "事務局"]
    assert dealt([1, 2, 3, 4, 5], ["a", "b"]) == [("a", [1, 3, 5]), ("b", [2, 4])]
    assert dealt([], ["a"]) == [("a", [])]


async def paper_of(db: Database, keys: KeyFile, change: str, callers: str) -> Checklist:
    async with db.transaction() as tx:
        form = PhoneTreeForm(callers=callers)
        return await calling.phone_tree_of(tx, change, form, ORGANISER, "ja", keys=keys, now=TUESDAY)


async def test_the_paper_begins_with_who_must_be_fetched_and_ends_with_who_heard(db: Database, keys: KeyFile) -> None:
    change = await swept(db, keys, 11)
    async with db.transaction() as tx:
        known = (await tx.exec(select(Concerned).order_by(col(Concerned.registration_id)))).all()[0]
        await reaching.note_reached(tx, change, known.registration_id, ORGANISER, now=TUESDAY)
    before = await logged(db)
    paper = await paper_of(db, keys, change, "民生委員、事務局")
    assert await logged(db) - before == 11
    first, second, heard = paper.groups
    assert (first.heading, second.heading, heard.heading) == (
        "民生委員 が電話する方　5組", "事務局 が電話する方　5組", "もう連絡がついた方　1組",
    )  # fmt: skip
    assert ["送迎あり" in group.rows[0].note for group in (first, second)] == [True, True]
    assert [row.is_done for row in heard.rows] == [True]
    assert (first.on_new_page, second.on_new_page) == (False, True)


@pytest.mark.skipif(not any(path.exists() for path in FONTS), reason="no Japanese font: see FONTS")
async def test_the_paper_can_be_read_dialled_and_shredded(db: Database, keys: KeyFile) -> None:
    change = await swept(db, keys, 30)
    paper = await paper_of(db, keys, change, "")
    printed = Printed(drawn(paper, str(next(path for path in FONTS if path.exists()))))
    assert set(printed.sizes) == {(595, 842)}
    letters = [each for each in printed.letters if each.text]
    assert [each for each in letters if each.points < 11.99 or not each.is_embedded or each.contrast < 4.5] == []
    count = len(printed.pages)
    for words in ("取扱注意", "【中止】", "まだ連絡できていない方", "シュレッダー", "令和8年11月24日", f"1 / {count}"):
        assert words in printed.text
    numbers = [f"088-000-{number:04}" for number in range(30)]
    assert [number for number in numbers if number not in printed.text] == []


async def test_the_page_ticks_without_names_and_prints(town: Stage) -> None:
    organiser = await signed_in(town, "organiser")
    rules = {"scope": "program", "is_open": "true", "answer_hours": "24"}
    await organiser.post(f"/programs/manage/{GATHERING}/registration", data=rules)
    async with anybody(town) as client:
        form = {"ticket": "e" * 43, "names": ["鈴木 一郎"], "phone": "088-000-0001"}
        assert (await client.post(f"/programs/{GATHERING}/register", data=form)).status_code == 303
    sweep = {"first_day": "2026-11-24", "last_day": "2026-12-01", "reason": "typhoon", "confirmed": "yes"}
    listed = (await organiser.post("/programs/manage/sweep", data=sweep)).headers["location"]
    page = (await organiser.get(listed)).text
    assert "鈴木 一郎" in page
    registration = page.split('name="reached" value="')[1].split('"')[0]
    wrong = await organiser.post(f"{listed}/phone-tree.pdf", data={"callers": "、".join("あいうえおかきくけ")})
    assert (wrong.status_code, "callers-error" in wrong.text) == (422, True)
    ticked = await organiser.post(f"{listed}/reached", data={"reached": registration}, headers={"HX-Request": "true"})
    assert ("連絡ずみ" in ticked.text, "鈴木" in ticked.text, "<html" in ticked.text) == (True, False, False)
    again = await organiser.post(f"{listed}/reached", data={"reached": registration})
    assert (again.status_code, "全員に連絡できました" in again.text, "鈴木" in again.text) == (200, True, False)
    paper = await organiser.post(f"{listed}/phone-tree.pdf", data={"callers": ""})
    assert (paper.headers["content-type"], paper.headers["cache-control"]) == ("application/pdf", "no-store")
    stranger = await signed_in(town, "admin")
    assert (await stranger.post(f"{listed}/phone-tree.pdf", data={"callers": ""})).status_code in (403, 404)
