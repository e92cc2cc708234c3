"""What all tests share: databases of both kinds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.databases import ON, Databases, PostgresDatabases, SqliteDatabases
from tests.postgres import lasting_server, why_not

# Two cores shared with a bus, a browser and a database: timing is not what hypothesis is asked about here.
settings.register_profile("yui", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("yui")

ON_BOTH = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql])]


@pytest.hookimpl(trylast=True)  # after pytest-randomly has shuffled them
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The proof takes a minute, most of it waiting: it begins first, so that nothing waits for it at the end."""
    items.sort(key=lambda item: "/proof/" not in item.nodeid)


@pytest.fixture(params=ON_BOTH if ON == "sqlite" else [ON])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """`new_database(name)` is the URL of an empty one; each test that asks runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        (tmp_path / "data").mkdir(exist_ok=True)
        yield SqliteDatabases(tmp_path / "data")
        return
    if why_not():
        pytest.skip(why_not())
    databases = PostgresDatabases(lasting_server())
    yield databases
    databases.drop()


@pytest.fixture
def database_url(new_database: Databases) -> str:
    """One empty database."""
    return new_database("one")
