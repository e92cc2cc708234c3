"""Who makes up a body: a change reaches everybody's calls, and a mistake changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from services.meetings.actions import membership, reading
from services.meetings.actions.town import plan_ahead
from services.meetings.errors import (
    ChangedMeanwhile,
    NotTheChair,
    SitsWithItself,
    TooFewMembers,
    UnknownBody,
    UnknownPost,
)
from services.meetings.models import Body
from services.meetings.schemas import MembershipForm
from shared.auth import Grant, Role, Who
from shared.contracts.words import Consent, LegalBasis
from shared.db import Database
from shared.errors import DomainError
from tests.nakatosa import Nakatosa
from tests.services.meetings.stage import NAKATOSA, SETTINGS, TUESDAY, A, C, hear, proposed, sittings_of, told

ADMIN = Who(account_id="x", login="x", name="x", csrf_token="", grants=(Grant(role=Role.ADMIN, municipality=NAKATOSA),))


async def body_of(db: Database, body_id: str) -> Body:
    async with db.reading() as tx:
        return await reading.find_body(tx, NAKATOSA, body_id)


async def change(db: Database, body_id: str, who: Who = ADMIN, **changes: Any) -> None:
    now = MembershipForm.of(await body_of(db, body_id)).model_dump()
    async with db.transaction() as tx:
        await membership.change(tx, body_id, MembershipForm.model_validate({**now, **changes}), who, now=TUESDAY)


async def called(db: Database, body_id: str) -> list[set[str]]:
    async with db.reading() as tx:
        return [
            {call.invitee for call in await reading.invitations_of(tx, meeting.id) if call.status == "called"}
            for meeting in await sittings_of(db, body_id)
            if meeting.starts_at > TUESDAY and meeting.status == "planned"
        ]


async def test_a_new_member_is_called_to_all_coming_sittings_and_a_former_one_released(db: Database) -> None:
    await change(db, "core", required=["A", "B", "C", "D"])
    assert {frozenset(each) for each in await called(db, "core")} == {frozenset("ABCD")}
    assert {fact.body["invitee"] for fact in await told(db, "participant_released")} == {"E"}
    await change(db, "core", required=["A", "B", "C", "D", "E"])
    assert {frozenset(each) for each in await called(db, "core")} == {frozenset("ABCDE")}


async def test_saving_what_is_already_so_tells_nobody(db: Database) -> None:
    before = len(await told(db, "participant_called", "participant_released"))
    await change(db, "core")
    assert len(await told(db, "participant_called", "participant_released")) == before


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"leader": "Z"}, UnknownPost, "leader"),
        ({"by_agenda": ["A", "Z"]}, UnknownPost, "by_agenda"),
        ({"quorum": 6}, TooFewMembers, "quorum"),
        ({"sits_with": "nowhere"}, UnknownBody, "sits_with"),
        ({"sits_with": "core"}, SitsWithItself, "sits_with"),
        ({"version": 7}, ChangedMeanwhile, "version"),
    ],
)
async def test_a_mistake_names_its_field_and_changes_nothing(
    db: Database, changes: dict[str, Any], error: type[DomainError], field: str
) -> None:
    before = await body_of(db, "core")
    with pytest.raises(error) as refused:
        await change(db, "core", **changes)
    assert refused.value.field == field
    assert await body_of(db, "core") == before


@pytest.mark.parametrize(
    "changes", [{"lanes": []}, {"takes": ["candidate"]}, {"lanes": ["manual"], "takes": ["kizuki"]}, {"deputy": "A"}]
)
async def test_an_impossible_body_is_no_form(db: Database, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        await change(db, "core", **changes)


async def test_only_who_arranges_it_changes_a_body(db: Database) -> None:
    with pytest.raises(NotTheChair):
        await change(db, "core", who=C)
    await change(db, "core", who=A, quorum=3)
    assert (await body_of(db, "core")).quorum == 3


async def test_a_body_that_joins_another_loses_its_own_dates_and_none_of_its_lines(db: Database) -> None:
    await hear(db, [proposed(1, consent=Consent.GIVEN, legal_basis=LegalBasis.MANUAL)])
    await change(db, "core", sits_with="resource")
    assert await called(db, "core") == []
    resource = await sittings_of(db, "resource")
    async with db.reading() as tx:
        lines = [line.case_ref for each in resource for line in await reading.lines_of(tx, each.id)]
    assert lines == ["C-2026-0001"]
    async with db.transaction() as tx:
        await plan_ahead(tx, now=TUESDAY + timedelta(days=1), settings=SETTINGS)
    assert await called(db, "core") == []
    with pytest.raises(SitsWithItself):
        await change(db, "network", sits_with="core")


async def test_the_form_comes_filled_in_and_says_what_is_wrong(town: Nakatosa) -> None:
    leader, page = await town.sign_in("promoter-a"), "/meetings/bodies/core/membership"
    fields = {
        "leader": "A", "required": ["A", "B", "C", "D", "E"], "lanes": ["swa-106-6", "manual"], "quorum": "9",
    }  # fmt: skip
    refused = await leader.send(page, fields)
    assert (refused.status_code, "定足数は、いつも出る人の数まで" in refused.text) == (422, True)
    assert (await leader.send(page, {**fields, "quorum": "3"})).status_code == 303
    shown = (await leader.see("/meetings/bodies/core?done=membership")).text
    assert "3人" in shown
    assert (await (await town.sign_in("houkatsu")).see(page)).status_code == 403
