"""Who sees which link in the header."""

import pytest

from shared.ui.ways import EVERYONE_SIGNED_IN, ways_for


def services(*roles: str) -> list[str]:
    return [way.service for way in ways_for(roles)]


def test_residents_see_the_week_and_the_staffs_door() -> None:
    assert [(way.service, way.href) for way in ways_for(None)] == [("programs", "/programs"), ("login", "/login")]


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("agency_staff", ["portal", "intake", "meetings", "programs", "notify"]),
        ("promoter", ["portal", "intake", "meetings", "programs", "notify"]),
        ("organiser", ["portal", "programs", "notify"]),
        ("coordinator", ["portal", "programs", "notify"]),
        ("prefecture", ["portal", "programs"]),
        ("ops", ["portal", "programs", "notify"]),
        ("admin", ["portal", "meetings", "programs", "notify"]),
    ],
)
def test_each_role_sees_the_pages_of_its_work(role: str, seen: list[str]) -> None:
    assert services(role) == seen


def test_one_person_with_two_roles_sees_both() -> None:
    assert services("organiser", "promoter") == ["portal", "intake", "meetings", "programs", "notify"]


def test_knows_seven_roles() -> None:
    assert sorted(EVERYONE_SIGNED_IN) == [
        "admin", "agency_staff", "coordinator", "ops", "organiser", "prefecture", "promoter",
    ]  # fmt: skip
