"""The committed dashboards are what the code says; `make docs` writes them anew."""

from deploy.dashboards.written import FOLDER, written


def test_no_dashboard_drifts() -> None:
    made = dict(written())
    assert set(FOLDER.glob("*.json")) == made.keys()
    assert [path.name for path, content in made.items() if path.read_text("utf-8") != content] == [], "run `make docs`"


def test_building_twice_gives_the_same() -> None:
    assert dict(written()) == dict(written())
