"""閉庁日: the town's own closed days, kept by its admin."""

import pytest

from tests.nakatosa import Nakatosa

PAGE = "/meetings/closures"
CORE_DAY = {"day": "2027-01-12", "name": "町民体育大会"}


async def test_the_admin_closes_a_day_and_sees_what_stands_on_it(town: Nakatosa) -> None:
    admin = await town.sign_in("admin")
    assert (await admin.send(PAGE, CORE_DAY)).status_code == 303
    shown = (await admin.see(PAGE)).text
    assert all(text in shown for text in ("1月12日", "町民体育大会", "コア会議", "/meetings/sittings/"))
    assert (await admin.client.get("/meetings/api/closures")).json() == {"2027-01-12": "町民体育大会"}
    assert (await admin.send(f"{PAGE}/2027-01-12/open", {}, page=PAGE)).status_code == 303
    assert "町民体育大会" not in (await admin.see(PAGE)).text
    assert (await admin.send(f"{PAGE}/2027-01-12/open", {}, page=PAGE)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "2026-12-01"}, "過ぎた日時は選べません"),
        ({"day": "2027-02-30"}, "この欄を見直してください"),
        ({"name": ""}, "入力してください"),
    ],
)
async def test_a_mistake_is_named_and_nothing_is_closed(town: Nakatosa, changes: dict[str, str], sentence: str) -> None:
    answer = await (await town.sign_in("admin")).send(PAGE, {**CORE_DAY, **changes})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert (await (await town.sign_in("admin")).client.get("/meetings/api/closures")).json() == {}


async def test_others_read_only(town: Nakatosa) -> None:
    somebody = await town.sign_in("promoter-a")
    assert "閉庁日を足す" not in (await somebody.see(PAGE)).text
    assert (await somebody.send(PAGE, CORE_DAY, page="/meetings/subscribe")).status_code == 403
